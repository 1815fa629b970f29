"""Answers and conversations as files to take elsewhere: markdown, CSV, XLSX."""
