"""Finding what was said, and showing where."""
