"""The table panel: one table of an answer to sort, filter and take along."""
