"""Conversations on disk: SQLite in the user's data directory, written off the event loop."""
