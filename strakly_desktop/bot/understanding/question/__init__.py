"""Reads one question by itself, whatever was said before: its subject, its limits, its parts, and whom it names."""
