"""Widgets only: plain values in, Qt signals out."""
