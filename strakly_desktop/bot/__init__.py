"""The local assistant: a FastAPI server over an embedded demo gym. Imports nothing of the app."""
