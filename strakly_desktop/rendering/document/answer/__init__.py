"""One answer on its way to the page: what of it stands there for good, and what its next words may change."""
