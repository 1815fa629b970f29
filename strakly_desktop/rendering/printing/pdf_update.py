"""Adds to a PDF file what changes of it, and leaves the rest as it lies: an incremental update (ISO 32000-1, 7.5.6).

A library that writes a whole file reads all of it into objects first, thirty times the size of a file with
thousands of links. Here only those are read that are asked for. Without Qt.
"""

from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
)

_XREF_ENTRY = b"%010d 00000 n \n"


class PdfUpdate:
    """What is added to the file `data`, which has one table of its objects, all of the first generation."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.reader = PdfReader(BytesIO(data))
        """Reads the file as it was."""
        size = self.reader.trailer["/Size"]
        assert isinstance(size, NumberObject)
        self._size = int(size)
        self._added = BytesIO()
        self._offsets: dict[int, int] = {}

    def new_reference(self) -> IndirectObject:
        """A reference to an object that is still to be written."""
        self._size += 1
        return IndirectObject(self._size - 1, 0, self.reader)

    def write(self, reference: IndirectObject, content: PdfObject) -> None:
        """Write a new object, or what an object is from now on; it is not kept."""
        self._offsets[reference.idnum] = len(self._data) + self._added.tell()
        self._added.write(b"%d 0 obj\n" % reference.idnum)
        content.write_to_stream(self._added)
        self._added.write(b"\nendobj\n")
        self.reader.resolved_objects.pop((reference.generation, reference.idnum), None)

    def finished(self) -> bytes:
        """The file with all that was written. To be called once."""
        start = len(self._data) + self._added.tell()
        self._added.write(b"xref\n")
        for number, offset in sorted(self._offsets.items()):
            self._added.write(b"%d 1\n%s" % (number, _XREF_ENTRY % offset))
        trailer = DictionaryObject(self.reader.trailer.items())
        trailer[NameObject("/Size")] = NumberObject(self._size)
        if isinstance(names := trailer.get("/ID"), ArrayObject):
            # As they were: Qt writes them as figures.
            trailer[NameObject("/ID")] = ArrayObject(ByteStringObject(name.original_bytes) for name in names)
        trailer[NameObject("/Prev")] = NumberObject(
            int(self._data[self._data.rindex(b"startxref") :].split()[1])
        )
        self._added.write(b"trailer\n")
        trailer.write_to_stream(self._added)
        self._added.write(b"\nstartxref\n%d\n%%%%EOF\n" % start)
        return self._data + self._added.getvalue()
