"""A whole answer as a document of Python-Markdown, which is the frame: what `to_html` reads, and nothing that streams.

Of the library it takes the document object, the tree steps and the extension interface; see `markup` for the rest.
"""

from collections.abc import Iterable
from typing import Self
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import Registry

from strakly_desktop.rendering.markdown.markup import Reading, finish, read_whole, serialize


class WholeDocument(Markdown):
    """Python-Markdown's document; `convert` gives HTML that is not sanitised yet."""

    def __init__(self) -> None:
        self.reading = Reading()
        super().__init__(extensions=[_CommonMark()])
        self.serializer = serialize
        self.stripTopLevelTags = False

    def build_parser(self) -> Self:
        """Nothing of its own grammar, which the extension would take out again: a document costs microseconds."""
        self.preprocessors, self.postprocessors, self.treeprocessors = Registry(), Registry(), Registry()
        self.parser = _SegmentParser(self)
        return self


class _SegmentParser(BlockParser):
    """Reads blocks with our own parser in place of Python-Markdown's block processors."""

    def __init__(self, document: WholeDocument) -> None:
        super().__init__(document)
        self._document = document

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:
        return ElementTree(read_whole("\n".join(lines), self._document.reading))


class _Finish(Treeprocessor):
    """Makes HTML of what the parser left as markdown in the tree."""

    def __init__(self, reading: Reading) -> None:
        super().__init__()
        self._reading = reading

    def run(self, root: Element) -> None:
        finish(root, self._reading)


class _CommonMark(Extension):
    """The step by which the tree of a document is finished; an object, so no entry point is looked up."""

    def extendMarkdown(self, md: Markdown) -> None:
        assert isinstance(md, WholeDocument)
        md.treeprocessors.register(_Finish(md.reading), "finish", 10)
