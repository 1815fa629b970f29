"""Brings to a gym's server what was said here, and from there what was said elsewhere: the rules of it, without Qt."""
