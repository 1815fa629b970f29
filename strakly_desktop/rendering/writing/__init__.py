"""Blocks, running text, tables and code, written into a Qt document in its formats."""
