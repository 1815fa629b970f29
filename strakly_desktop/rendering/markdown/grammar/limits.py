"""How much markdown an answer may ask for before the rest is shown as plain text.

Every loop of this room is bounded by one of these, so that no input is slow, deep or fatal. What is over a
limit is never dropped: it is shown as it was typed.
"""

MARKDOWN_LIMIT = 600_000
"""Characters of an answer that are read as markdown; what follows is plain text."""

NESTING_LIMIT = 24
"""Quotes, lists and items within each other; further markers are text, of further tags of HTML the words are read."""

TREE_LIMIT = 160
"""Elements within each other in what the renderer makes of it all; it stays below this by the other limits, and
what walks through such a tree may call itself."""

EMPHASIS_LIMIT = 24
"""Bold, italic and strikethrough within each other; further delimiters are text."""

COLUMN_LIMIT = 64
"""Columns of a table; a wider one is text."""

SLICE_SOFT = 4096
"""A paragraph that is as long is cut at the next place where nothing is open."""

SLICE_TRIES = (1024, 1536, 2048, 3072, SLICE_SOFT, 6144, 9216, 13824)
"""Lengths at which a place to cut is looked for; below `SLICE_SOFT` only the plainest is taken."""

SLICE_HARD = 4 * SLICE_SOFT
"""A paragraph or line is cut here whatever is open."""

CONTAINER_SOFT = SLICE_SOFT - 512
"""A list item, or a block within a quote, that is as long is handed out at the next place between two blocks or lines
of it, and goes on in further segments."""

HTML_SOFT = 8192
"""A block of HTML that is as long is cut at the next line end between two of its children."""

HTML_HARD = 2 * HTML_SOFT
"""A block of HTML is cut at a line end here whatever is open."""

HTML_TRY_EVERY = 2048
"""After so many characters more a place to cut it is looked for again."""

INLINE_SPAN = 4096
"""Characters that one tag, link destination, title, label or address may have."""

HIGHLIGHT_LIMIT = 20_000
"""Characters of a code block that get colours; a longer one is plain."""

GROWING_HIGHLIGHT_LIMIT = 1_000
"""The same while the code is still growing inside a list item or quote, where it is coloured at every frame."""
