"""Composition root: builds the rooms, connects them, and runs the event loop."""
