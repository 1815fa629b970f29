"""What `run.py` is made of: standard library only, and written so that any Python 3 can read it, as that is."""
