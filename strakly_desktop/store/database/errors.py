"""Why the store cannot do what it was asked, in words for the front desk.

StoreError (conversation.errors)   what the rooms above catch
  StoreTooNew                      a newer app wrote the file; it was left untouched
  StoreUnavailable                 the disk does not give or take
  ExchangeError                    a text to import is no conversation that was exported here
"""

from strakly_desktop.conversation.errors import StoreError

__all__ = ["ExchangeError", "StoreError", "StoreTooNew", "StoreUnavailable"]


class StoreTooNew(StoreError):
    """The file was written by a newer version of the app."""


class StoreUnavailable(StoreError):
    """The disk is full, read-only, or the file cannot be opened."""


class ExchangeError(StoreError):
    """A text to import cannot be used; nothing was imported."""
