"""Undoes the compression of a body as it comes, in pieces of bounded size.

httpx reads only the first member of a gzip body and takes that for the whole, unpacks whatever a read holds in one
go (64 KB can become 64 MB), and hands out as they are the bytes of a coding it does not know.

A body can keep a decoder busy without anything coming out of it: gzip has header fields of any length and members
that hold nothing, and one coding around another makes gigabytes of them out of a thousand bytes. So what goes into
each coding is counted as well as what comes out, and the reader gets its turn whether or not there is a piece.
"""

import zlib
from collections.abc import Iterator
from typing import Final, Protocol

import brotli
import httpx

ACCEPTED: Final = "gzip, deflate, br"
_PIECE_BYTES: Final = 64 * 1024
_GZIP_WBITS: Final = 16 + zlib.MAX_WBITS
_STEP_BYTES: Final = 8 * 1024
_MOST_CODINGS: Final = 2
_MOST_WORK_BYTES: Final = 256 * 1024 * 1024
"""Into all codings of one body and out of the last; a stream that this app reads to its end needs less."""
_MEMBER_WORK_BYTES: Final = 1024
"""What the start of a member of gzip counts as: it takes long and needs only twenty bytes."""


class UnreadableCoding(httpx.DecodingError):
    """The body is undamaged, but of a coding that this app does not undo."""


class Decoder(Protocol):
    """Undoes the coding of one body, from its first byte to its last."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what these bytes hold, in pieces of at most about 100 KB, and b"" where there was only work so far.

        Raises:
            httpx.DecodingError: they are damaged, or an UnreadableCoding: take more work than an answer may.
        """
        ...

    def close(self) -> None:
        """Take the end of the body.

        Raises:
            httpx.RemoteProtocolError: it came too early.
        """
        ...


def decoder_for(content_encoding: str, most_work_bytes: int = _MOST_WORK_BYTES) -> Decoder:
    """Return what reads a body of this `Content-Encoding`, with so much work at most.

    Raises:
        UnreadableCoding: it is of a coding that was not asked for, or of too many.
    """
    names = [name.strip().lower() for name in content_encoding.split(",")]
    names = [name for name in names if name not in ("", "identity")]
    if len(names) > _MOST_CODINGS:
        raise UnreadableCoding("The body is compressed too many times.")
    if not names:
        return _Plain()
    work = _Work(most_work_bytes)
    # The last one was applied last, so it comes off first.
    return _Chain([_layer(name, work) for name in reversed(names)], work)


class _Layer(Protocol):
    """One coding. `is_whole` tells whether the body may end here."""

    def feed(self, data: bytes) -> Iterator[bytes]: ...
    @property
    def is_whole(self) -> bool: ...


class _Work:
    """Counts what the codings of one body have done."""

    def __init__(self, most_bytes: int) -> None:
        self._left = most_bytes

    def count(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise UnreadableCoding("Unpacking the body takes too much work.")


def _layer(name: str, work: _Work) -> _Layer:
    match name:
        case "gzip" | "x-gzip":
            return _Gzip(work)
        case "deflate":
            return _Deflate()
        case "br":
            return _Brotli()
    raise UnreadableCoding("The body is compressed in a way that was not asked for.")


class _Plain:
    """No coding: whoever reads counts."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield data

    def close(self) -> None:
        pass


class _Chain:
    def __init__(self, layers: list[_Layer], work: _Work) -> None:
        self._layers = layers
        self._work = work

    def feed(self, data: bytes) -> Iterator[bytes]:
        return self._through(self._layers, data)

    def close(self) -> None:
        if not all(layer.is_whole for layer in self._layers):
            raise httpx.RemoteProtocolError("The compressed body ended before its end.")

    def _through(self, layers: list[_Layer], data: bytes) -> Iterator[bytes]:
        if not layers:
            self._work.count(len(data))
            yield data
            return
        for start in range(0, len(data), _STEP_BYTES):
            step = data[start : start + _STEP_BYTES]
            self._work.count(len(step))
            for part in layers[0].feed(step):
                if part:
                    yield from self._through(layers[1:], part)
            yield b""


class _Gzip:
    """Any number of members, one after the other; padding with zeros at the end is allowed, as gzip does."""

    def __init__(self, work: _Work) -> None:
        self._work = work
        self._member = zlib.decompressobj(_GZIP_WBITS)
        self._began = False
        self._after_one = False

    @property
    def is_whole(self) -> bool:
        return not self._began

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._after_one and not self._began:
                data = data.lstrip(b"\0")
                if not data:
                    return
                self._work.count(_MEMBER_WORK_BYTES)
                self._member = zlib.decompressobj(_GZIP_WBITS)
            self._began = True
            yield from _inflated(self._member, data)
            if not self._member.eof:
                return
            self._began, self._after_one, data = False, True, self._member.unused_data


class _Deflate:
    """With the header of zlib, as the standard wants it, or bare, as some servers send it."""

    def __init__(self) -> None:
        self._member: zlib._Decompress | None = None
        self._head = b""

    @property
    def is_whole(self) -> bool:
        return self._member.eof if self._member is not None else not self._head

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._member is None:
            self._head += data
            if len(self._head) < 2:
                return
            data = self._head
            has_header = data[0] & 0x0F == 8 and (data[0] * 256 + data[1]) % 31 == 0
            self._member = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        if not self._member.eof:
            yield from _inflated(self._member, data)


def _inflated(member: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    try:
        while True:
            part = member.decompress(data, _PIECE_BYTES)
            yield part
            data = member.unconsumed_tail
            if member.eof or (not data and len(part) < _PIECE_BYTES):
                return
    except zlib.error as error:
        raise httpx.DecodingError(str(error)) from error


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._began = False

    @property
    def is_whole(self) -> bool:
        return not self._began or self._stream.is_finished()

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._began = self._began or bool(data)
        if self._stream.is_finished():
            return
        try:
            # It holds output back without saying so: only when nothing comes any more, that was all.
            while part := self._stream.process(data, output_buffer_limit=_PIECE_BYTES):
                yield part
                data = b""
        except brotli.error as error:
            raise httpx.DecodingError(str(error)) from error
