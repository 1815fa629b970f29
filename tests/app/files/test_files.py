"""Files are written whole or not at all, where they belong, and what is in the way is named."""

import errno
import gc
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot
from support.looks import real_look
from support.small_disk import small_disk

from strakly_desktop.app.files.files import (
    FILE_NOTICE,
    FileKind,
    ask_where_and_how_to_save,
    ask_where_to_save,
    failed_notice,
    tell_saved,
    write_bytes,
    write_whole,
)
from strakly_desktop.rendering.export.table_facts import TableFacts
from strakly_desktop.rendering.export.table_files import table_steps
from strakly_desktop.rendering.tables.table_data import tables_of
from strakly_desktop.ui.notices.notice_bar import NoticeBar
from strakly_desktop.ui.notices.person_notices import PersonNotices

KINDS = [FileKind("CSV, comma between cells", "csv"), FileKind("CSV, semicolon between cells", "csv")]


def test_a_failed_write_leaves_the_older_file_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.md"
    path.write_text("old")

    def fail(partial: Path) -> None:
        partial.write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_whole(path, fail)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_stays_one_and_its_file_keeps_who_may_read_it(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    target, link = tmp_path / "shared" / "list.csv", tmp_path / "list.csv"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_bytes(link, b"new")
    assert link.is_symlink() and target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert sorted(file.name for file in tmp_path.rglob("*")) == ["list.csv", "list.csv", "shared"]


def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    link = tmp_path / "list.csv"
    link.symlink_to(tmp_path / "there.csv")
    write_bytes(link, b"new")
    assert link.is_symlink() and (tmp_path / "there.csv").read_bytes() == b"new"


def read_only(folder: Path) -> Path:
    path = folder / "list.csv"
    path.write_text("old")
    path.chmod(0o444)
    return path


def in_a_circle(folder: Path) -> Path:
    (folder / "a").symlink_to(folder / "b")
    (folder / "b").symlink_to(folder / "a")
    return folder / "a"


def a_folder(folder: Path) -> Path:
    (folder / "list.csv").mkdir()
    return folder / "list.csv"


def a_pipe(folder: Path) -> Path:
    os.mkfifo(folder / "list.csv")
    return folder / "list.csv"


def a_link_to_a_device(folder: Path) -> Path:
    (folder / "list.csv").symlink_to("/dev/null")
    return folder / "list.csv"


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (lambda folder: folder / "gone" / "list.csv", ("the folder is no longer there", "another folder")),
        (lambda folder: folder / ("x" * 300), ("too long", "shorter name")),
        (read_only, ("the file is read-only", "another name")),
        (in_a_circle, ("leads nowhere", "another name")),
        (a_folder, ("a folder of this name", "another name")),
        (lambda _folder: Path("/dev/full"), ("a device or a pipe", "another name")),
        (a_pipe, ("a device or a pipe", "another name")),
        (a_link_to_a_device, ("a device or a pipe", "another name")),
    ],
)
def test_the_advice_names_the_cause(tmp_path: Path, place: object, words: tuple[str, str]) -> None:
    assert callable(place)
    path = place(tmp_path)
    made = sorted(tmp_path.iterdir())
    with pytest.raises(OSError) as caught:
        write_bytes(path, b"new")
    notice = failed_notice(caught.value)
    assert words[0] in notice.fact and words[1] in notice.rest
    assert "not saved" in notice.fact and not any(map(str.isdigit, notice.fact))
    assert sorted(tmp_path.iterdir()) == made


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, ("disk is full", "Free some space")),
        (errno.EROFS, ("only be read", "another folder")),
        (errno.EBUSY, ("open in another program", "Close it there")),
        (errno.EIO, ("does not answer", "still connected")),
    ],
)
def test_what_a_test_cannot_bring_about_is_named_too(code: int, words: tuple[str, str]) -> None:
    notice = failed_notice(OSError(code, os.strerror(code)))
    assert words[0] in notice.fact and words[1] in notice.rest


def test_the_file_that_was_not_saved_is_named_as_far_as_there_is_room() -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert failed_notice(full, Path("to/dues.pdf")).fact == "dues.pdf was not saved: the disk is full."
    long = failed_notice(full, Path("x" * 300 + "\udc80")).fact
    assert len(long) < 130
    long.encode()


def test_the_folder_that_cannot_be_written_to_is_not_the_one_to_choose(tmp_path: Path) -> None:
    error = OSError(errno.EROFS, os.strerror(errno.EROFS), str(tmp_path / "Documents" / "list.csv"))
    assert failed_notice(error).rest == "Choose another folder."


def test_a_full_disk_is_called_so(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        with pytest.raises(OSError) as caught:
            write_bytes(disk / "list.csv", b"x" * 2_000_000)
        assert "disk is full" in failed_notice(caught.value).fact
        assert list(disk.iterdir()) == []


def test_what_a_network_drive_says_only_at_the_end_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))

    (tmp_path / "list.csv").write_text("old")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(OSError) as caught:
            write_bytes(tmp_path / "list.csv", b"new")
    assert "disk is full" in failed_notice(caught.value).fact
    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_a_workbook_for_a_full_disk_is_no_bug_of_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the zip tries once more when it is thrown away nobody can catch: it came as "Something went wrong"."""
    bugs: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", bugs.append)
    rows = "".join(f"| {hash((number, 1))} {hash((number, 2))} | {number} |\n" for number in range(2_000))
    (table,) = tables_of(f"| A | B |\n|---|---|\n{rows}")
    now = datetime(2026, 11, 22, 13, 12, tzinfo=UTC)

    def fill(path: Path) -> None:
        for _ in table_steps("xlsx", table, TableFacts("Dues", now.date()), now)(path):
            pass

    with small_disk(tmp_path / "disk", "16k") as disk:
        with pytest.raises(OSError) as caught:
            write_whole(disk / "list.xlsx", fill)
        assert "disk is full" in failed_notice(caught.value).fact
        assert list(disk.iterdir()) == []
        del caught
        gc.collect()
    assert bugs == []


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_a_name_that_is_none_is_told_too(tmp_path: Path, name: str) -> None:
    with pytest.raises(OSError) as caught:
        write_bytes(tmp_path / name, b"new")
    assert "not allowed here" in failed_notice(caught.value).fact


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    yield widget
    for dialog in widget.findChildren(QFileDialog):
        dialog.reject()


def test_the_dialog_offers_each_format_and_sets_the_ending_right(parent: QWidget, tmp_path: Path) -> None:
    taken: list[tuple[Path, FileKind]] = []
    ask_where_and_how_to_save(
        parent,
        "Save",
        f"{tmp_path.as_posix()}/list.csv",
        KINDS,
        lambda path, kind: taken.append((path, kind)),
        1,
    )
    (dialog,) = parent.findChildren(QFileDialog)
    assert dialog.nameFilters() == [kind.filter for kind in KINDS]
    assert dialog.selectedNameFilter() == KINDS[1].filter
    dialog.selectNameFilter(KINDS[0].filter)
    dialog.fileSelected.emit(str(tmp_path / "June 1.5"))
    assert taken == [(tmp_path / "June 1.5.csv", KINDS[0])]


def test_another_file_than_was_asked_about_is_asked_about(parent: QWidget, tmp_path: Path) -> None:
    taken: list[Path] = []
    (tmp_path / "list.pdf").write_text("old")
    ask_where_to_save(parent, "Save", "list.pdf", taken.append)
    (dialog,) = parent.findChildren(QFileDialog)
    assert dialog.nameFilters() == ["PDF document (*.pdf)"]
    dialog.fileSelected.emit(str(tmp_path / "list"))
    again = parent.findChildren(QFileDialog)[-1]
    assert taken == [] and again is not dialog
    assert again.selectedFiles() == [str(tmp_path / "list.pdf")]
    again.fileSelected.emit(str(tmp_path / "list.pdf"))
    assert taken == [tmp_path / "list.pdf"]


@pytest.mark.parametrize("code", [errno.ENAMETOOLONG, errno.EACCES])
def test_a_name_that_cannot_be_asked_for_is_left_to_the_writing(
    parent: QWidget, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """It raised within the dialog, and was told as a bug of the app."""

    def refuse(_path: Path) -> bool:
        raise OSError(code, os.strerror(code))

    got: list[Path] = []
    ask_where_to_save(parent, "Save", "list.csv", got.append)
    (dialog,) = parent.findChildren(QFileDialog)
    monkeypatch.setattr(Path, "exists", refuse)
    dialog.fileSelected.emit(str(tmp_path / ("x" * 300)))
    assert got == [tmp_path / f"{'x' * 300}.csv"]


def test_what_is_saved_can_be_opened_and_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []
    works = True

    def note(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return works

    monkeypatch.setattr(QDesktopServices, "openUrl", note)
    bar = NoticeBar(real_look())
    qtbot.addWidget(bar)
    bar.resize(800, 300)
    bar.show()
    path = tmp_path / "June 100%.csv"
    for name in ("_action", "_other"):
        tell_saved(PersonNotices(bar), path)
        row = bar._rows[FILE_NOTICE]
        assert "Saved as June 100%.csv" in row.notice.fact
        getattr(row, name).click()
        assert bar.shown() == []
    assert opened == [str(path), str(tmp_path)]
    works = False
    tell_saved(PersonNotices(bar), path)
    bar._rows[FILE_NOTICE]._action.click()
    assert "no program for it" in bar._rows[FILE_NOTICE].notice.fact
