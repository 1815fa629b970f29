"""Puts the app together, starts it, and says so where that fails."""
