"""Talking to the servers over HTTP."""
