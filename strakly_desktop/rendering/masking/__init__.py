"""Amounts, telephone numbers and e-mails out of sight: where they are in a text, and the text without them."""
