"""Shapes, type sizes, icons and the reading column: how everything in the window looks alike."""
