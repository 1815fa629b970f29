"""The database file as such: one connection and its thread, what the file holds, and what can go wrong with it."""
