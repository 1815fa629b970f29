"""Where the reader is on the page: at its end, which is followed, or elsewhere, and every way between the two."""
