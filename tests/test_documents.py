"""What the READMEs and comments say of the house is so: its picture, the rules they cite, the files they name."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from support.house_picture import house_picture

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "strakly_desktop"
PROTOCOL = HOUSE / "protocol" / "README.md"
ROOMS = "app|bot|chat|client|conversation|protocol|rendering|store|theme|ui"

_RULE = re.compile(r"^\*\*(\d+)\. ", re.MULTILINE)
_CITED = re.compile(r"protocol rules? (\d+(?:(?:, | and | to )\d+)*)")
_FILE = re.compile(r"(?<![\w.*/<{-])((?:[\w-]+/)*[\w-]+\.(?:py|md|toml))\b(?!-)")
_DOTTED = re.compile(rf"`((?:strakly_desktop\.)?(?:{ROOMS})(?:\.\w+)+)`")
_SECTION = re.compile(r"(.{0,40})\bsections? \d", re.DOTALL)
_SPEC = re.compile(r"RFC \d+|HTML standard|SQLite|FTS5|CommonMark|GFM|Specification")
# Documents of which no word is here: names in capitals with a place in them.
_ABSENT = re.compile(r"\b(?:STRAKLY_API|DESIGN|LOOK)\b|\b(?:seed|issue)(?:, \"| \"| #|, section)")


def _sources(*folders: str) -> list[Path]:
    return [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]


def _papers() -> list[Path]:
    """The READMEs of the project."""
    below = [
        file for folder in (HOUSE, ROOT / "tests", ROOT / "packaging") for file in folder.rglob("README.md")
    ]
    return [ROOT / "README.md", *sorted(below)]


@cache
def _prose(file: Path) -> str:
    """Comments and docstrings of a module, or a whole paper, without its line breaks."""
    if file.suffix == ".md":
        return " ".join(file.read_text("utf-8").split())
    source = file.read_text("utf-8")
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string.lstrip("#") for token in tokens if token.type == tokenize.COMMENT]
    return " ".join(" ".join([*_docstrings(ast.parse(source)), *comments]).split())


def _docstrings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        ):
            yield node.value.value


def _rules() -> list[int]:
    return [int(number) for number in _RULE.findall(PROTOCOL.read_text("utf-8"))]


def _numbers(cited: str) -> list[int]:
    """The rules of a citation: "5 to 7 and 9" are 5, 6, 7 and 9."""
    numbers: list[int] = []
    for before, digits in re.findall(r"(, | and | to |^)(\d+)", cited):
        number = int(digits)
        numbers += range(numbers[-1] + 1, number + 1) if before == " to " else [number]
    return numbers


def test_the_picture_of_the_house_is_that_of_the_import_contracts() -> None:
    assert f"```mermaid\n{house_picture()}```" in (HOUSE / "README.md").read_text("utf-8")


def test_the_readme_is_for_users_first_and_short() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert len(lines) <= 180
    assert lines.index("## Start") < 25


def test_the_rules_of_the_protocol_are_counted_without_a_gap() -> None:
    assert _rules() == list(range(1, len(_rules()) + 1))


def test_every_rule_that_is_cited_is_there_and_many_are_cited() -> None:
    cited = [
        (file.name, number)
        for file in [*_sources("strakly_desktop", "tests"), *_papers()]
        for numbers in _CITED.findall(_prose(file))
        for number in _numbers(numbers)
    ]
    assert {number for _, number in cited} <= set(_rules()), cited
    assert len(cited) > 30


def test_no_comment_cites_a_document_that_is_not_here() -> None:
    found = []
    for file in _sources("strakly_desktop", "packaging", "tests"):
        if file == Path(__file__):
            continue
        prose = _prose(file)
        found += [f"{file.relative_to(ROOT)}: {match[0]}" for match in _ABSENT.finditer(prose)]
        found += [
            f"{file.relative_to(ROOT)}: {match[0]}"
            for match in _SECTION.finditer(prose)
            if file.is_relative_to(HOUSE) and not _SPEC.search(match[1]) and not _SPEC.search(prose)
        ]
    assert found == []


@pytest.mark.parametrize(
    "file", [*_sources("strakly_desktop"), *_papers()], ids=lambda file: str(file.relative_to(ROOT))
)
def test_every_file_and_module_that_is_named_is_there(file: Path) -> None:
    prose = _prose(file)
    known = _known_files()
    lost = [name for name in _FILE.findall(prose) if not any(path.endswith("/" + name) for path in known)]
    lost += [name for name in _DOTTED.findall(prose) if not _is_there(name.removeprefix("strakly_desktop."))]
    assert lost == []


@cache
def _known_files() -> list[str]:
    folders = ("strakly_desktop", "tests", "packaging", "resources")
    files = [
        file
        for folder in folders
        for suffix in ("py", "md", "toml")
        for file in (ROOT / folder).rglob(f"*.{suffix}")
    ]
    return [f"/{file.relative_to(ROOT).as_posix()}" for file in files] + ["/README.md", "/pyproject.toml"]


def _is_there(name: str) -> bool:
    """Whether a dotted name leads to a room or module, or to a word that its module holds."""
    place, parts = HOUSE, name.split(".")
    for number, part in enumerate(parts):
        if (place / part).is_dir():
            place /= part
            continue
        module = place / f"{part}.py"
        text = (module if module.is_file() else place / "__init__.py").read_text("utf-8")
        words = parts[number + 1 :] if module.is_file() else parts[number:]
        return all(re.search(rf"\b{word}\b", text) for word in words)
    return True


def test_the_links_between_papers_lead_somewhere() -> None:
    lost = [
        f"{paper.relative_to(ROOT)}: {target}"
        for paper in _papers()
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text("utf-8"))
        if not target.startswith("/") and not (paper.parent / target).exists()
    ]
    assert lost == []
