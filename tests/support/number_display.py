"""Shows a number by the format of its cell as spreadsheet programs do: the formats that the app writes, no others."""

import re
from datetime import datetime, timedelta

_TOKEN = re.compile(r'"[^"]*"|\\.|\[[hms]+\]|AM/PM|[dmyhs]+|#,##0|(?:##\\,)+##0|0(?:\.0+)?|\.0+|[^"\\]')
_EPOCH = datetime(1899, 12, 30)


def shown(number: float, number_format: str) -> str:
    """The text in the cell."""
    tokens = _TOKEN.findall(number_format)
    is_time = any(re.fullmatch(r"\[[hms]+\]|[dmyhs]+", token) for token in tokens)
    return _time(number, tokens) if is_time else _figures(number, tokens)


def _figures(number: float, tokens: list[str]) -> str:
    size = abs(number) * (100 if "%" in tokens else 1)
    decimals = sum(len(token.partition(".")[2]) for token in tokens if token.startswith((".0", "0.")))
    whole, point, fraction = f"{size:.{decimals}f}".partition(".")
    text = ""
    for token in tokens:
        if token == "#,##0":
            text += f"{int(whole):,}"
        elif token.startswith("##"):
            text += _pairs(whole, token.count("##") - 1)
        elif token.startswith("0"):
            text += whole + point + fraction
        elif token.startswith(".0"):
            text += point + fraction
        else:
            text += token.strip('"')
    return f"-{text}" if number < 0 else text


def _pairs(whole: str, most: int) -> str:
    groups, head = [whole[-3:]], whole[:-3]
    for _ in range(most):
        groups.insert(0, head[-2:])
        head = head[:-2]
    assert not head and all(groups), "a format for another size"
    return ",".join(groups)


def _time(number: float, tokens: list[str]) -> str:
    seconds = round(number * 86_400)
    moment = _EPOCH + timedelta(seconds=seconds)
    is_half = "AM/PM" in tokens
    text, before = "", ""
    for token in tokens:
        letter = token.strip("[]")[:1]
        if token.startswith("["):
            value = seconds // {"h": 3600, "m": 60, "s": 1}[letter]
            text += str(value).zfill(len(token) - 2)
        elif token == "AM/PM":
            text += "PM" if moment.hour >= 12 else "AM"
        elif re.fullmatch("[dmyhs]+", token):
            is_minute = letter == "m" and before == "h"
            text += _part(moment, token, is_minute=is_minute, is_half=is_half)
        else:
            text += token.strip('"').lstrip("\\")
            continue
        before = letter
    return text


def _part(moment: datetime, token: str, *, is_minute: bool, is_half: bool) -> str:
    match token:
        case "yyyy" | "yy":
            return f"{moment.year:04}"[-len(token) :]
        case "mmmm" | "mmm":
            return moment.strftime("%B" if token == "mmmm" else "%b")
        case "dddd" | "ddd":
            return moment.strftime("%A" if token == "dddd" else "%a")
    hour = moment.hour % 12 or 12 if is_half else moment.hour
    letters = {
        "d": moment.day,
        "m": moment.minute if is_minute else moment.month,
        "h": hour,
        "s": moment.second,
    }
    return str(letters[token[0]]).zfill(len(token))
