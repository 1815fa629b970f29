"""Makes text safe to encode: JSON can spell half a character, which neither Qt nor UTF-8 can carry."""


def well_formed(text: str) -> str:
    """Join surrogate pairs and replace lone surrogates by U+FFFD; other text comes back as it is."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
