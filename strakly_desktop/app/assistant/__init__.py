"""Which assistant is asked, as whom, for which branch, and whether it is there."""
