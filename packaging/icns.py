"""The app's icon as macOS wants it: one .icns file that holds the PNG pictures of all sizes, as they are.

PyInstaller can make one too, but needs Pillow for it, which the app has no other use for.
"""

from __future__ import annotations

from pathlib import Path

# The kinds of a picture, by its side in pixels: as it is, and for a screen of double density at half the size.
KINDS = {
    16: (b"icp4",),
    32: (b"icp5", b"ic11"),
    64: (b"ic12",),
    128: (b"ic07",),
    256: (b"ic08", b"ic13"),
    512: (b"ic09", b"ic14"),
}


def icns(folder: Path) -> bytes:
    """The file made of `strakly-16.png` to `strakly-512.png` in `folder`."""
    parts = b""
    for side, kinds in KINDS.items():
        picture = (folder / f"strakly-{side}.png").read_bytes()
        for kind in kinds:
            parts += block(kind, picture)
    return block(b"icns", parts)


def block(kind: bytes, content: bytes) -> bytes:
    return kind + (len(content) + 8).to_bytes(4, "big") + content
