"""Conversations and messages as rows: written, read by the page, and removed when their time is over."""
