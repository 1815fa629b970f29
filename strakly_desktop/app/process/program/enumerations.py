"""Makes the enumerations of Qt for Python in a quarter of the time.

PySide makes one when it, or a class that has it, is first named: 237 with 3,400 members until the window is painted.
Python's `enum` takes each member through checks that are for people who write classes, and changes the class several
times for it: an eighth of a start. Here Python makes one empty enumeration of each kind, with all that its version
wants in one, and the others are copies of that, to which the members are added. They do what Python's own do; a
test compares them all, and at each start one of each kind is: where it is another, Python makes all of the kind.
"""

import sys
from enum import KEEP, Enum, EnumType, Flag, IntEnum, IntFlag
from functools import cache
from operator import itemgetter
from typing import Any

_KINDS = frozenset({Enum, IntEnum, Flag, IntFlag})
_RESERVED = {kind: frozenset().union(*map(vars, kind.__mro__)) for kind in _KINDS}
"""A member of such a name stands beside something inherited, and Python knows how."""
_FILLED = frozenset({"_member_names_", "_member_map_", "_value2member_map_"})
_IN_NEWER = "_hashable_values_"
_LEFT_EMPTY = frozenset({"_unhashable_values_", "_unhashable_values_map_"})
"""Of all these an enumeration has its own; a version of Python with others makes all by itself."""
_TELLS_SINGLES = hasattr(Flag, "_singles_mask_")
"""That of Debian 12 (3.11.2) does not yet: what only members of several bits have is no bit of the mask there."""
_PROBE = [("ONE", 1), ("TWO", 2), ("BOTH", 3), ("PARTLY", 20), ("NONE", 0), ("SAME", 1)]
_any_type: Any = EnumType
_plain = _any_type._create_


def make_enumerations_at_once() -> None:
    """From now on, for the whole process."""
    _any_type._create_ = _create


def _create(kind: EnumType, class_name: str, names: Any, **options: Any) -> EnumType:
    """A new enumeration: the functional API of `enum` ends here, with arguments of these names."""
    if _is_of_pyside(kind, names, options) and _is_known(kind):
        return _make(kind, class_name, names)
    caller = sys._getframe(1).f_back
    if options.get("module") is None and caller is not None:
        # Python would look one frame too low for it, as this one is between.
        options["module"] = caller.f_globals.get("__name__")
    plain: EnumType = _plain(kind, class_name, names, **options)
    return plain


def _is_of_pyside(kind: EnumType, members: Any, options: dict[str, Any]) -> bool:
    """It alone asks so, and names module and place of a new enumeration afterwards."""
    return (
        kind in _KINDS
        and type(members) is list
        and (not members or type(members[0]) is tuple)
        and options.get("boundary") is KEEP
        and options.get("module") is options.get("qualname") is options.get("type") is None
        and _RESERVED[kind].isdisjoint(map(itemgetter(0), members))
    )


@cache
def _is_known(kind: EnumType) -> bool:
    """Whether this version of Python makes this kind as it is made here."""
    own = {key for key, value in _empty(kind).items() if isinstance(value, (dict, list))}
    if not _FILLED <= own <= _FILLED | _LEFT_EMPTY | {_IN_NEWER}:
        return False
    by_python = _plain(kind, "Probe", _PROBE, module="PySide6", boundary=KEEP)
    return _facts(by_python) == _facts(_make(kind, "Probe", _PROBE))


def _facts(made: Any) -> tuple[object, ...]:
    """What an enumeration is and does by, in values that can be compared."""
    own = {
        name: what
        for name, what in vars(made).items()
        if isinstance(what, (int, str, list)) and not isinstance(what, made)
    }
    members = {
        name: {key: what for key, what in vars(member).items() if key != "__objclass__"}
        for name, member in made.__members__.items()
    }
    return sorted(vars(made)), own, members, [*map(repr, made)]


def _make(kind: EnumType, class_name: str, members: list[tuple[str, int]]) -> EnumType:
    body = _empty(kind)
    own = {key: value.copy() for key, value in body.items() if isinstance(value, (dict, list))}
    made = type.__new__(EnumType, class_name, (kind,), body | own)
    _add_members(made, members)
    return made


@cache
def _empty(kind: EnumType) -> dict[str, Any]:
    return dict(vars(_plain(kind, "Empty", (), module="PySide6", boundary=KEEP)))


def _add_members(made: Any, members: list[tuple[str, int]]) -> None:
    names, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
    new, takes_value, is_flag = made._new_member_, made._use_args_, issubclass(made, Flag)
    bits = singles = 0
    for name, value in members:
        member = by_value.get(value)
        if member is None:
            member = by_value[value] = new(made, value) if takes_value else new(made)
            vars(member).update(_value_=value, _name_=name, __objclass__=made, _sort_order_=len(names))
            is_single = value & (value - 1) == 0 != value
            if is_single or not is_flag:
                names.append(name)
            bits |= value
            singles |= value if is_single else 0
        by_name[name] = member
        type.__setattr__(made, name, member)
    if _IN_NEWER in vars(made):
        made._hashable_values_.extend(by_value)
    if is_flag:
        made._flag_mask_, made._all_bits_ = bits, 2 ** bits.bit_length() - 1
        if _TELLS_SINGLES:
            made._singles_mask_ = singles
        else:
            made._flag_mask_ = singles
        in_order = [by_name[name]._value_ for name in names]
        if in_order != sorted(in_order):
            made._iter_member_ = made._iter_member_by_def_
