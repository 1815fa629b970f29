"""Notices below the header: what went wrong or was done, and what can be done about it."""
