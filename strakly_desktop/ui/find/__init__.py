"""Finding text on the page."""
