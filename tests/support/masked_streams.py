"""Masks a text as it streams in, and holds what must be so at each piece of it."""

from strakly_desktop.rendering.masking.masker import TextMasker, masked
from strakly_desktop.rendering.masking.values import MaskKind


def masked_in_pieces(text: str, size: int) -> str:
    """`text` fed in pieces of `size` letters: what is let out is never taken back, and the whole is as at once."""
    kinds = frozenset(MaskKind)
    whole, masker, out = masked(text, kinds), TextMasker(kinds), ""
    for at in range(0, len(text), size):
        out += masker.feed(text[at : at + size])
        assert whole.startswith(out)
    out += masker.finish()
    assert out == whole
    return out
