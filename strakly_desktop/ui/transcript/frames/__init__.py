"""What of an answer that comes is drawn when, and what of the page is painted for it."""
