"""Reads a cell that is a number, an amount of money, a percentage, a code or a telephone, as gyms in India write them.

Apart from the column it stands in: whether bare figures are an amount or a name of something, `column_values` says.
"""

import re
from unicodedata import normalize

from strakly_desktop.rendering.tables.cell_values import CellValue, Grouping, ValueKind

# Plain, western (1,234,567) or Indian (12,34,567) groups. No leading zero: 0042 is a code.
_WESTERN = r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"
_INDIAN = r"[1-9][0-9]?(?:,[0-9]{2})*,[0-9]{3}"
_FIGURES = rf"(?P<figures>(?:0|[1-9][0-9]*|{_WESTERN}|{_INDIAN})(?:\.[0-9]+)?)"
_SIGNS = "[-\u2212+]"
CURRENCY = r"rs\.?|inr\.?|₹|रु\.?|\$|€|£"
"""How money is marked as such, as a regular expression for small letters."""
_NUMBER = re.compile(
    rf"(?P<sign>{_SIGNS}|\u2013(?=\S))?\s*(?P<unit>{CURRENCY})?(?P<blank>\s*)(?P<inner>{_SIGNS})?\s*{_FIGURES}"
    r"(?P<suffix>\s*%|\s*/-|\s*(?:rs\.?|inr|rupees|रुपये|रुपए|₹))?(?P<scale>\s*(?:lakhs?|lacs?|crores?|cr\.?|लाख|करोड़))?"
)
_BRACKETED = re.compile(
    rf"\((?P<inside>.*)\)|(?P<unit>{CURRENCY})(?P<blank>\s*)\((?P<figures>.*)\)(?P<end>\s*/-)?"
)
_SCALES = {"l": 100_000, "ल": 100_000, "c": 10_000_000, "क": 10_000_000}
_RUPEES = ("r", "i", "₹", "र", "/")
# Beyond these a spreadsheet and a float round.
_MOST_DIGITS = 15
# Codes begin with a zero; telephones with a plus, or are digits of their length in groups.
_CODE = re.compile(r"0[0-9]+(?:[ /.-][0-9]+)*")
_PHONE = re.compile(r"(?:\+|00)?\(?[0-9][0-9 ().-]*[0-9]")
_FEWEST_WITH_PLUS, _FEWEST, _MOST = 8, 10, 15
_DAY_LIKE = re.compile(r"[0-9]{1,4}([-./ ])[0-9]{1,2}\1[0-9]{1,4}")
_DEVANAGARI = str.maketrans("०१२३४५६७८९", "0123456789")


def read_number(text: str) -> CellValue | None:
    """The number, amount or percentage that `text` is; None for anything else. `text` has no blank at its ends."""
    plain = text.translate(_DEVANAGARI)
    bracketed = _BRACKETED.fullmatch(plain)
    if bracketed is None:
        return _number(text, plain, is_bracketed=False)
    inside = bracketed["inside"]
    if inside is None:
        inside = f"{bracketed['unit']}{bracketed['blank']}{bracketed['figures']}{bracketed['end'] or ''}"
    return _number(text, inside.strip(), is_bracketed=True)


def read_code(text: str) -> CellValue | None:
    """The code or telephone that `text` is by itself; None for anything else."""
    plain = text.translate(_DEVANAGARI)
    digits = sum(map(str.isdigit, plain))
    if digits <= _MOST and _PHONE.fullmatch(plain) and not _DAY_LIKE.fullmatch(plain):
        in_groups = digits < len(plain)
        if digits >= (_FEWEST_WITH_PLUS if plain.startswith("+") else _FEWEST) and (
            in_groups or plain[0] == "0"
        ):
            return CellValue(ValueKind.PHONE, text)
    if _CODE.fullmatch(plain) and not _DAY_LIKE.fullmatch(plain):
        return CellValue(ValueKind.CODE, text)
    return None


def _number(text: str, written: str, *, is_bracketed: bool) -> CellValue | None:
    folded = normalize("NFC", written).lower()
    match = _NUMBER.fullmatch(folded)
    if match is None:
        return None
    signs = [sign for sign in (match["sign"], match["inner"]) if sign]
    if len(signs) + is_bracketed > 1 or (match["unit"] and match["suffix"] and "/-" not in match["suffix"]):
        return None
    figures = match["figures"]
    plain = figures.replace(",", "")
    if sum(map(str.isdigit, plain)) > _MOST_DIGITS:
        return None
    number = float(plain)
    is_negative = is_bracketed or (bool(signs) and signs[0] != "+")
    scale = (match["scale"] or "").strip()
    number = (-number if is_negative else number) * (_SCALES[scale[0]] if scale else 1)
    suffix = match["suffix"] or ""
    kind, unit = _kind(match["unit"] or "", suffix.strip())
    prefix = (match["unit"] or "") + (match["blank"] if match["unit"] else "")
    if len(folded) == len(written):
        # As it is written: "Rs.", "INR".
        start = match.start("unit") if match["unit"] else 0
        prefix = written[start : start + len(prefix)]
        suffix = written[match.start("suffix") : match.end("suffix")] if suffix else ""
    return CellValue(
        kind,
        text,
        number,
        unit,
        len(plain.partition(".")[2]),
        # A zero below nothing is a rounded one; so are lakhs and crores.
        exact=not scale and not (is_negative and number == 0),
        prefix=prefix,
        suffix="%" if unit == "%" else suffix,
        grouping=_grouping(figures.partition(".")[0]),
        has_plus=signs == ["+"],
        is_bracketed=is_bracketed,
    )


def _kind(unit: str, suffix: str) -> tuple[ValueKind, str]:
    if suffix == "%":
        return ValueKind.PERCENT, "%"
    if unit or suffix:
        currency = unit or suffix
        return ValueKind.MONEY, "Rs." if currency.startswith(_RUPEES) else currency
    return ValueKind.NUMBER, ""


def _grouping(whole: str) -> Grouping:
    if "," not in whole:
        return Grouping.NONE
    return (
        Grouping.WESTERN if re.fullmatch(_WESTERN, whole) and len(whole) > len("12,345") else Grouping.INDIAN
    )
