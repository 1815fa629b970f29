"""Markdown as assistants write it, to safe HTML, whole or while it is still coming."""
