"""The local assistant: a Starlette server over an embedded demo gym. Imports nothing of the app."""
