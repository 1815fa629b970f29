"""The event stream decoder follows the HTML standard's rules, however the bytes are cut."""

import codecs
import re
import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from strakly_desktop.protocol.sse import CUT, STRAY, EventStreamDecoder, ServerSentEvent

Event = tuple[str, str, str]


def decode(*chunks: bytes) -> list[Event]:
    """The events of a whole stream as (type, data, id), close() included, without the stray lines."""
    decoder = EventStreamDecoder()
    events = [event for chunk in chunks for event in decoder.feed(chunk)] + decoder.close()
    return [(event.event, event.data, event.id) for event in events if event.event != STRAY]


def every_event(*chunks: bytes, limit: int = 100) -> list[ServerSentEvent]:
    decoder = EventStreamDecoder(max_event_bytes=limit)
    return [event for chunk in chunks for event in decoder.feed(chunk)] + decoder.close()


def reference(stream: bytes) -> list[Event]:
    """The standard's algorithm (HTML, 9.2.6) word for word on the whole text; only the end is ours.

    Ours: an event whose blank line is missing counts, a line without its end does not.
    """
    text = codecs.decode(stream, "utf-8", "replace").removeprefix("\ufeff")
    *lines, _unfinished = re.split("\r\n|\r|\n", text)
    events: list[Event] = []
    data, event_type, last_id = "", "", ""
    for line in [*lines, ""]:
        if line == "":
            if data != "":
                events.append((event_type or "message", data.removesuffix("\n"), last_id))
            data, event_type = "", ""
            continue
        if line.startswith(":"):
            continue
        name, colon, value = line.partition(":")
        if colon and value.startswith(" "):
            value = value[1:]
        if name == "event":
            event_type = value
        elif name == "data":
            data += value + "\n"
        elif name == "id" and "\0" not in value:
            last_id = value
    return events


def cut(stream: bytes, sizes: list[int]) -> list[bytes]:
    chunks, start = [], 0
    for size in sizes:
        chunks.append(stream[start : start + size])
        start += size
    return [*chunks, stream[start:]]


PIECES = st.sampled_from(
    [
        b"data: ", b"data:", b"data", b'data: {"token": " x"}\n\n', b"data: a\n\ndata: b\n\n",
        b"id: 7\n", b"id", b"id: \0\n", b"event: ping\n", b"event", b": comment\n", b"retry: 5\n",
        b"\n", b"\r", b"\r\n", b"\n\n", b":", b" ", b"x", b"\0", b"\xef\xbb\xbf", b"\xef\xbb", b"\xff",
        b"\xe2\x80\xa8", b"\xe2\x82", b"\xf0\x9f\x98\x80", b"\xc3\xa9", b"\xc2\x85",
    ]
)  # fmt: skip
STREAMS = st.lists(PIECES | st.binary(max_size=4), max_size=30).map(b"".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STREAMS, st.lists(st.integers(0, 12), max_size=40))
@example(b"data: a\n\ndata: b\nid: 1\n\n", [])
@example(b"data: a\r\n\r\ndata: b\r\n", [8, 1, 1])
@example(b"event: x\ndata: a\n\ndata: b\n\n", [9])
@example(b"data: a\n\n\n\ndata: b\n\n\n", [])
def test_any_cutting_gives_what_the_standard_says(stream: bytes, sizes: list[int]) -> None:
    expected = reference(stream)
    assert decode(stream) == expected
    assert decode(*cut(stream, sizes)) == expected
    assert decode(*(stream[index : index + 1] for index in range(len(stream)))) == expected


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"data: one\n\n", [("message", "one", "")]),
        (b"data:one\n\n", [("message", "one", "")]),
        (b"data:  one \n\n", [("message", " one ", "")]),
        (b"data\n\n", [("message", "", "")]),
        (b"data: a\ndata: b\n\n", [("message", "a\nb", "")]),
        (b"data: a\rdata: b\r\r", [("message", "a\nb", "")]),
        (b"\xef\xbb\xbfdata: a\n\n", [("message", "a", "")]),
        (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\n", []),
        (b": hello\n\ndata: a\n: in between\n\n", [("message", "a", "")]),
        (b"event: ping\ndata: a\n\ndata: b\n\n", [("ping", "a", ""), ("message", "b", "")]),
        (b"event: ping\n\ndata: b\n\n", [("message", "b", "")]),
        (b"id: 1\ndata: a\n\ndata: b\n\n", [("message", "a", "1"), ("message", "b", "1")]),
        (b"id: 1\ndata: a\n\nid\ndata: c\n\n", [("message", "a", "1"), ("message", "c", "")]),
        (b"id: 1\0\ndata: a\n\n", [("message", "a", "")]),
        (b"data: \xff\n\n", [("message", "\ufffd", "")]),
        ("data: a\u2028b\u0085c\n\n".encode(), [("message", "a\u2028b\u0085c", "")]),
        (b"Data: a\n data: b\n\n", []),
        (b"data: whole line\n", [("message", "whole line", "")]),
        (b"data: cut lin", []),
        (b"data: a\r", [("message", "a", "")]),
    ],
)  # fmt: skip
def test_rule_by_rule(stream: bytes, expected: list[Event]) -> None:
    assert decode(stream) == expected


def test_an_event_is_out_with_the_byte_that_ends_it() -> None:
    decoder = EventStreamDecoder()
    assert decoder.feed(b"data: a\r\n") == []
    assert [event.data for event in decoder.feed(b"\r")] == ["a"]
    assert decoder.feed(b"\n") == []


@pytest.mark.parametrize(
    "chunks",
    [
        [b"data: " + b"x" * 95, b"x" * 50 + b"\n"],
        [b"data: "] + [b"x"] * 95 + [b"\n"],
        [b"data: " + b"x" * 95 + b"\n"],
        [b"data: " + b"x" * 40 + b"\n"] * 3,
        [b"data\n"] * 21,
    ],
    ids=["line", "line in bytes", "line at once", "many lines", "empty lines"],
)
def test_of_an_event_over_the_limit_the_beginning_comes_at_once_and_the_rest_is_passed_over(
    chunks: list[bytes],
) -> None:
    cut, *after = every_event(*chunks, b"data: more\n\n", b"data: next\n\n")
    assert cut.event == CUT
    assert 0 < len(cut.data) <= 101
    assert after == [ServerSentEvent("next")]


def test_the_beginning_of_an_event_over_the_limit_does_not_wait_for_its_end() -> None:
    decoder = EventStreamDecoder(max_event_bytes=100)
    assert [event.event for event in decoder.feed(b"data: " + b"x" * 95)] == [CUT]
    assert decoder.feed(b"x" * 1000) == []
    assert decoder.unfinished_line == b""


def test_a_comment_over_the_limit_is_passed_over() -> None:
    assert every_event(b": " + b"x" * 200, b"x" * 200 + b"\ndata: a\n\n") == [ServerSentEvent("a")]
    assert every_event(b": " + b"x" * 200 + b"\ndata: a\n\n") == [ServerSentEvent("a")]


@pytest.mark.parametrize(
    "line",
    [
        'error: {"code": 500}', '{"error": "x"}', "<!doctype html>", "upstream connect error", 'en": "x"}',
        "Data: x", " data: x", "world",
    ],
)  # fmt: skip
def test_a_line_that_is_no_field_is_handed_on(line: str) -> None:
    events = every_event(f"data: a\n\n{line}\n\ndata: b\n\n".encode())
    assert [event.data for event in events] == ["a", line, "b"]
    assert events[1].event == STRAY


@pytest.mark.parametrize("line", [": comment", ":", "retry: 5", "retry", "id", "x-trace: 1", "foo:bar"])
def test_other_fields_and_comments_are_of_no_concern(line: str) -> None:
    events = every_event(f"data: a\n\n{line}\n\ndata: b\n\n".encode())
    assert [event.data for event in events] == ["a", "b"]


def test_a_page_of_stray_lines_is_handed_on_in_part() -> None:
    events = every_event(b"<p>\n" * 10_000 + b"data: a\n\n")
    assert 1 < len(events) < 50
    assert events[-1] == ServerSentEvent("a")


def test_an_event_named_an_error_needs_no_data() -> None:
    assert every_event(b"event: error\n\n") == [ServerSentEvent("", "error")]


def test_the_limit_is_for_one_event_not_for_the_stream() -> None:
    decoder = EventStreamDecoder(max_event_bytes=100)
    event = b"data: " + b"x" * 94 + b"\n\n"
    assert sum(len(decoder.feed(event * 5)) for _ in range(5)) == 25
    assert len(decoder.feed(b": a comment\n" * 100)) == 0


def test_time_is_linear_in_the_length_of_a_line() -> None:
    def seconds(length: int) -> float:
        decoder = EventStreamDecoder()
        chunks = [b"data: ", *([b"x" * 16] * (length // 16)), b"\n\n"]
        start = time.process_time()
        events = [event for chunk in chunks for event in decoder.feed(chunk)]
        elapsed = time.process_time() - start
        assert [len(event.data) for event in events] == [length]
        return elapsed

    # Eight times the length costs eight times, where a quadratic reader would take 64 times.
    assert min(seconds(4_000_000) for _ in range(3)) < 24 * min(seconds(500_000) for _ in range(3))
