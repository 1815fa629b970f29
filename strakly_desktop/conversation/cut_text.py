"""Numbers of a text that is shortened: a part of one would read as another, "Rs. 18,5…" of 18,500."""

import re

ELLIPSIS = "…"

_JOINTS = r"[.,:/'’\u2212-]"
_GOES_ON = re.compile(rf"{_JOINTS}*\d")
_CAME_BEFORE = re.compile(rf"\d{_JOINTS}*$")
_LAST = re.compile(rf"[+\u2212-]?(?:\d+{_JOINTS}*)+$")
_FIRST = re.compile(rf"^(?:{_JOINTS}*\d+)+")


def with_whole_numbers(cut: str, text: str) -> str:
    """`cut`, which is `text` with an ellipsis in the place of some of it, less the part of a number beside that."""
    for found in re.finditer(ELLIPSIS, cut):
        head, tail = cut[: found.start()], cut[found.end() :]
        if len(head) + len(tail) < len(text) and text.startswith(head) and text.endswith(tail):
            left_out = text[len(head) : len(text) - len(tail)]
            if _GOES_ON.match(left_out):
                head = _LAST.sub("", head)
            if tail and _CAME_BEFORE.search(left_out):
                tail = _FIRST.sub("", tail)
            return f"{head}{ELLIPSIS}{tail}"
    return cut
