"""Markdown to safe HTML to a QTextDocument that grows at its tail."""
