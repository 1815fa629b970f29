"""A table of many clients, as an answer would write it."""

HEAD = "| # | Name | Phone | Plan | Due |\n|---|---|---|---|---|\n"


def row_of(number: int) -> str:
    """The row with this number, from 1."""
    name, phone = f"[Client {number}](/clients/{number})", f"+91 98765 {number:05d}"
    return f"| {number} | {name} | {phone} | Gold | Rs. {number * 37:,} |\n"


def client_table(rows: int) -> str:
    """A table of `rows` clients."""
    return HEAD + "".join(map(row_of, range(1, rows + 1)))
