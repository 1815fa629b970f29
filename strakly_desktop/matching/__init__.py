"""What counts as the same text when somebody looks for it: in the history, and on the page."""
