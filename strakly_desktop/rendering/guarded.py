"""Lets no exception out of a method that Qt calls.

Qt knows no exceptions. Shiboken keeps one that leaves an override, and raises it again out of the Python code that
happened to call into Qt (showing a notice, say), which is left half done; or the process dies of the value that was
never returned. A slot needs no guard: there PySide itself hands what was raised to `sys.excepthook`.
"""

import sys
import traceback
from collections.abc import Callable
from enum import Flag
from functools import wraps
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject


class Guarded:
    """The first base of a class that overrides methods of Qt: each of them is guarded, also in its subclasses.

    What is raised in one goes to `sys.excepthook`, and Qt gets an empty value of the type that the method is
    annotated with: nothing painted, no size, an event that was not taken.
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name, method in overrides_of_qt(cls).items():
            setattr(cls, name, guard(method))


def overrides_of_qt(cls: type) -> dict[str, FunctionType]:
    """The methods of this very class that Qt may call in place of its own."""
    qt = [base for base in cls.__mro__ if base.__module__.startswith("PySide6.")]
    return {
        name: method
        for name, method in vars(cls).items()
        if isinstance(method, FunctionType)
        and not name.startswith("__")
        and any(name in vars(base) for base in qt)
    }


def guard(method: FunctionType) -> Callable[..., Any]:
    """`method`, with the border to Qt around it."""
    kind = method.__annotations__.get("return")

    @wraps(method)
    def guarded(*args: Any) -> Any:
        try:
            return method(*args)
        except Exception as error:  # noqa: BLE001 - the border to Qt, which no exception may cross
            sys.excepthook(type(error), error, error.__traceback__)
            # A painter in one of them would paint on beside the next one.
            traceback.clear_frames(error.__traceback__)
            return empty_value(kind)

    return guarded


def empty_value(kind: object) -> object:
    """What says nothing, of a type that Qt takes by value; None of any other."""
    if not isinstance(kind, type) or issubclass(kind, QObject):
        return None
    if issubclass(kind, Flag):
        return kind(0)
    return kind() if kind in (bool, int, str) or kind.__module__.startswith("PySide6.") else None
