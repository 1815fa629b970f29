"""Compressed bodies: whole where they are whole, in small pieces, and told where they are not."""

import gzip
import random
import zlib

import brotli
import httpx
import pytest

from strakly_desktop.client.content_coding import UnreadableCoding, decoder_for
from strakly_desktop.protocol.answer_limits import MAX_STREAM_BYTES

# Half of it does not compress at all, half of it a thousandfold.
TEXT = random.Random(7).randbytes(70_000) + b"a" * 5_000_000


def bare_deflate(data: bytes) -> bytes:
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


def members(*sizes: int) -> bytes:
    ends = [sum(sizes[: index + 1]) for index in range(len(sizes))]
    return b"".join(
        gzip.compress(TEXT[start:end]) for start, end in zip([0, *ends], [*ends, len(TEXT)], strict=True)
    )


def read(body: bytes, coding: str, cut: int) -> tuple[bytes, int]:
    """What it decodes to, fed in pieces of `cut` bytes, and the largest piece that came out."""
    decoder = decoder_for(coding)
    pieces = [
        piece for start in range(0, len(body), cut) for piece in decoder.feed(body[start : start + cut])
    ]
    decoder.close()
    return b"".join(pieces), max(map(len, pieces), default=0)


@pytest.mark.parametrize("cut", [65_536, 1_000, 13])
@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("X-GZip", members(1, 60_000, 100_000) + b"\0" * 512),
        ("gzip", members(0, 0)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
        ("br", brotli.compress(TEXT, quality=5)),
        ("gzip, identity, br", brotli.compress(gzip.compress(TEXT), quality=3)),
    ],
    ids=["gzip", "members", "empty members", "deflate", "bare deflate", "br", "two codings"],
)
def test_a_compressed_body_is_read_whole_in_small_pieces(coding: str, body: bytes, cut: int) -> None:
    text, largest = read(body, coding, cut)
    assert text == TEXT
    assert largest <= 100_000


@pytest.mark.parametrize("coding", ["", "identity", "gzip", "deflate", "br", "gzip, br"])
def test_a_body_that_is_empty_is_whole(coding: str) -> None:
    assert read(b"", coding, 10) == (b"", 0)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(TEXT)),
        ("gzip", members(50)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", bare_deflate(TEXT)),
        ("br", brotli.compress(TEXT)),
    ],
)
@pytest.mark.parametrize("kept", [1, 0.5, -1])
def test_a_body_that_was_cut_is_not_taken_for_whole(coding: str, body: bytes, kept: float) -> None:
    part = body[: int(len(body) * kept)] if kept == 0.5 else body[: int(kept)]
    with pytest.raises(httpx.RemoteProtocolError):
        read(part, coding, 1_000)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", b"no gzip at all"),
        ("gzip", gzip.compress(b"whole", mtime=0) + b"and more"),
        ("deflate", b"\xff\xff\xff\xff\xff"),
        ("br", b"\xff\xff\xff\xff no brotli"),
    ],
)
def test_a_damaged_body_is_told(coding: str, body: bytes) -> None:
    with pytest.raises(httpx.DecodingError):
        read(body, coding, 1_000)


@pytest.mark.parametrize("coding", ["zstd", "compress", "gzip, zstd", "gzip, gzip, gzip"])
def test_what_was_not_asked_for_is_not_shown_as_it_is(coding: str) -> None:
    with pytest.raises(httpx.DecodingError):
        decoder_for(coding)


def header_of_megabytes(size: int) -> bytes:
    """A member of gzip that begins with a file name, which nobody sees, of `size` bytes."""
    return b"\x1f\x8b\x08\x08" + b"\0" * 6 + b"n" * size + b"\0" + gzip.compress(b"whole", mtime=0)[10:]


SILENT = {
    "a header that does not end": ("gzip, gzip", gzip.compress(header_of_megabytes(3_000_000))),
    "members of nothing": ("gzip, gzip", gzip.compress(gzip.compress(b"", mtime=0) * 20_000)),
    "a header, once": ("gzip", header_of_megabytes(300_000)),
}


@pytest.mark.parametrize(("coding", "body"), SILENT.values(), ids=SILENT)
def test_the_reader_gets_its_turn_also_where_nothing_comes_out(coding: str, body: bytes) -> None:
    unpacked = gzip.decompress(body) if coding != "gzip" else body
    decoder = decoder_for(coding)
    turns = sum(
        1 for start in range(0, len(body), 65_536) for _ in decoder.feed(body[start : start + 65_536])
    )
    assert turns >= len(unpacked) / 8192


@pytest.mark.parametrize(("coding", "body"), SILENT.values(), ids=SILENT)
def test_work_without_end_is_given_up(coding: str, body: bytes) -> None:
    decoder = decoder_for(coding, most_work_bytes=100_000)
    with pytest.raises(UnreadableCoding):
        for _ in decoder.feed(body):
            pass


def test_an_answer_as_long_as_this_app_takes_is_no_such_work() -> None:
    decoder = decoder_for("gzip, gzip")
    body = gzip.compress(gzip.compress(bytes(MAX_STREAM_BYTES), 1), 1)
    assert sum(len(piece) for piece in decoder.feed(body)) == MAX_STREAM_BYTES
    decoder.close()
