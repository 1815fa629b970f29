"""The history panel: saved conversations by day, and what a search finds in them."""
