"""Strakly Desktop: the Strakly assistant on a gym's front desk."""

__version__ = "0.1.0"
