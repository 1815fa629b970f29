"""Answers on paper: fitted to the page, cut into pages, printed or written as PDF."""
