"""The enumerations of Qt for Python are made faster, and nothing else about them is another."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from enum import KEEP, Enum, EnumType, Flag, IntFlag
from typing import Any

import pytest

from strakly_desktop.app.process.program import enumerations
from strakly_desktop.app.process.program.enumerations import make_enumerations_at_once

TELL = """
import enum, json, pickle, sys
from strakly_desktop.app.process.program.enumerations import make_enumerations_at_once

by_python = 0
plain = enum.EnumType._create_

def counted(kind, class_name, names, **options):
    global by_python
    by_python += 1
    return plain(kind, class_name, names, **options)

if sys.argv[1] == "at once":
    from strakly_desktop.app.process.program import enumerations
    enumerations._plain = counted
    make_enumerations_at_once()
else:
    enum.EnumType._create_ = counted

import PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets
for module in (PySide6.QtCore, PySide6.QtGui, PySide6.QtWidgets):
    for name in dir(module):
        getattr(module, name)

made_by_python = by_python

def answer(ask, *of):
    try:
        return repr(ask(*of))
    except Exception as error:
        return repr(error)

ASKED = (repr, str, hash, lambda one: vars(one), lambda one: type(one)(one.value), lambda one: one | one,
         lambda one: ~one, lambda one: list(one), lambda one: format(one, ""), lambda one: one in type(one),
         lambda one: one == one.value, lambda one: pickle.loads(pickle.dumps(one)) is one)

def of_class(made):
    own = {name: repr(what) for name, what in vars(made).items() if isinstance(what, (dict, list, int, str, made))}
    members = {name: [answer(ask, one) for ask in ASKED] for name, one in made.__members__.items()}
    return {"own": own, "members": members, "names": sorted(vars(made)), "list": repr(list(made)),
            "dir": dir(made), "bases": repr(made.__mro__), "unknown": answer(made, 3), "is": repr(made)}

def all_of(kind):
    for made in kind.__subclasses__():
        yield made
        yield from all_of(made)

told = {f"{made.__module__}.{made.__qualname__}": of_class(made) for made in all_of(enum.Enum)
        if made.__module__.startswith("PySide6")}
print(json.dumps([made_by_python, told]))
"""


def told(how: str) -> Any:
    """How many Python made, and all that can be asked of those that PySide has."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    said = subprocess.run(
        [sys.executable, "-c", TELL, how], env=environment, stdout=subprocess.PIPE, check=True
    )
    return json.loads(said.stdout)


def test_all_of_qt_are_as_python_makes_them() -> None:
    (by_python, plain), (left, at_once) = told("by Python"), told("at once")
    assert by_python > 600
    assert plain.keys() == at_once.keys()
    assert [name for name in plain if plain[name] != at_once[name]] == []
    if not all(map(enumerations._is_known, enumerations._KINDS)):
        pytest.skip("a start takes an eighth longer with this Python: see what it keeps in an enumeration")
    assert left < 15, "an empty one and one to compare of each kind"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EnumType, "_create_", enumerations._plain)
    make_enumerations_at_once()


an_enum: Any = Enum
an_enum_type: Any = EnumType
_PLAIN: Any = enumerations._plain
a_flag: Any = Flag


@pytest.mark.usefixtures("at_once")
def test_what_others_make_is_made_by_python() -> None:
    assert an_enum("Answer", ["YES", "NO"], boundary=KEEP).__module__ == __name__
    assert an_enum("Answer", "YES NO", module="elsewhere").__module__ == "elsewhere"
    with pytest.raises(TypeError, match="already defined"):
        an_enum("Answer", [("YES", 1), ("YES", 2)])


@pytest.mark.usefixtures("at_once")
def test_a_member_named_as_something_inherited_is_found_all_the_same() -> None:
    members = [("name", 1), ("value", 2)]
    made, by_python = (
        an_enum("Property", members, boundary=KEEP),
        enumerations._plain(Enum, "Property", members),
    )
    for one in ("name", "value"):
        assert type(vars(made).get(one)) is type(vars(by_python).get(one))
        assert getattr(made, one) is made[one]


@pytest.fixture
def asked_anew() -> Iterator[None]:
    enumerations._is_known.cache_clear()
    yield
    enumerations._is_known.cache_clear()


@pytest.mark.usefixtures("at_once", "asked_anew")
def test_a_python_that_keeps_members_elsewhere_makes_them_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enumerations, "_LEFT_EMPTY", frozenset())
    monkeypatch.setattr(enumerations, "_add_members", lambda *_: pytest.fail("not by Python"))
    made = a_flag("Side", [("LEFT", 1), ("RIGHT", 2), ("BOTH", 3)], boundary=KEEP)
    assert list(made) == [made.LEFT, made.RIGHT]


@pytest.mark.parametrize("kind", [Flag, IntFlag])
@pytest.mark.usefixtures("at_once", "asked_anew")
def test_a_python_whose_flags_are_others_makes_them_itself(
    kind: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enumerations, "_TELLS_SINGLES", not enumerations._TELLS_SINGLES)
    members = [("LEFT", 1), ("RIGHT", 2), ("FAR", 20)]
    made, by_python = (make(kind, "Side", members, boundary=KEEP) for make in (an_enum_type._create_, _PLAIN))
    assert [repr(~one) for one in made] == [repr(~one) for one in by_python]
    assert not enumerations._is_known(kind)
