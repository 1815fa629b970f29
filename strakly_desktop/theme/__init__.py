"""Colours by role, the stylesheet made of them, and the bundled files."""
