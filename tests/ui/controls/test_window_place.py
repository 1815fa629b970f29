"""Where a window opens: on every screen of the table it is whole, with its frame, on one of them."""

import base64
import struct
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from strakly_desktop.ui.controls.window_place import (
    DEFAULT_SIZE,
    MINIMUM_SIZE,
    Area,
    Frame,
    WindowPlace,
    WindowState,
    saved_place,
    screen_of,
    smallest_size,
    window_place,
)

SCREENS = [
    (1024, 768),
    (1280, 800),
    (1280, 960),
    (1366, 768),
    (1440, 900),
    (1600, 900),
    (1920, 1080),
    (3840, 2160),
]
SCALES = [1.0, 1.25, 1.5, 1.75, 2.0]
TASK_BARS = [(0, 0, 0, 0), (0, 0, 0, 48), (0, 30, 0, 0), (64, 0, 0, 0), (0, 28, 72, 40)]
NORMAL, MAXIMIZED, FULL = WindowState.NORMAL, WindowState.MAXIMIZED, WindowState.FULL_SCREEN
FULL_HD = Area(0, 0, 1920, 1040)
SECOND = Area(1920, 0, 1280, 984)


def available(size: tuple[int, int], scale: float, bar: tuple[int, int, int, int]) -> Area:
    left, top, right, bottom = bar
    width, height = int(size[0] / scale), int(size[1] / scale)
    return Area(left, top, width - left - right, height - top - bottom)


TABLE = [available(*row) for row in product(SCREENS, SCALES, TASK_BARS)]


@pytest.mark.parametrize("screen", TABLE)
def test_a_first_window_is_whole_on_every_screen(screen: Area) -> None:
    place = window_place(None, [screen])
    assert screen.contains(Frame().around(place.geometry))
    is_default = (place.geometry.width, place.geometry.height) == DEFAULT_SIZE
    assert place.state is (NORMAL if is_default else MAXIMIZED), "what does not fit as designed takes it all"


def test_a_first_window_stands_in_the_middle_of_a_large_screen() -> None:
    assert window_place(None, [Area(0, 0, 1920, 1080)], Frame(0, 0, 0, 0)) == WindowPlace(
        Area(320, 140, 1280, 800)
    )


@pytest.mark.parametrize("state", WindowState)
@pytest.mark.parametrize("screen", TABLE)
def test_a_window_of_a_larger_screen_comes_back_whole_and_in_its_state(
    screen: Area, state: WindowState
) -> None:
    for saved in (Area(400, 200, 1280, 800), Area(0, 0, 3840, 2100), Area(1500, 900, 700, 600)):
        place = window_place(WindowPlace(saved, state), [screen])
        assert screen.contains(Frame().around(place.geometry))
        assert place.state is state


def test_what_fits_comes_back_to_the_pixel() -> None:
    saved = WindowPlace(Area(37, 61, 1003, 707))
    assert window_place(saved, [FULL_HD]) == saved


def test_a_window_half_off_the_screen_is_moved_and_not_cut() -> None:
    place = window_place(WindowPlace(Area(1500, -200, 900, 700)), [FULL_HD])
    assert (place.geometry.width, place.geometry.height) == (900, 700)
    assert FULL_HD.contains(Frame().around(place.geometry))


@pytest.mark.parametrize("state", WindowState)
def test_it_stays_on_the_monitor_where_it_was(state: WindowState) -> None:
    saved = WindowPlace(Area(2000, 100, 1100, 800), state)
    assert window_place(saved, [FULL_HD, SECOND]) == saved
    left_of_main = Area(-1280, 40, 1280, 984)
    saved = WindowPlace(Area(-1200, 100, 1100, 800), state)
    assert window_place(saved, [FULL_HD, left_of_main]) == saved


@pytest.mark.parametrize("state", WindowState)
def test_of_a_monitor_that_is_gone_it_comes_to_the_main_one(state: WindowState) -> None:
    place = window_place(WindowPlace(Area(2000, 100, 1100, 800), state), [FULL_HD])
    assert FULL_HD.contains(Frame().around(place.geometry))
    assert (place.geometry.width, place.geometry.height, place.state) == (1100, 800, state)


def test_a_window_over_two_monitors_comes_whole_to_the_one_with_more_of_it() -> None:
    place = window_place(WindowPlace(Area(1800, 100, 900, 700)), [FULL_HD, SECOND])
    assert SECOND.contains(Frame().around(place.geometry))


def test_a_window_made_tiny_elsewhere_is_usable_again() -> None:
    place = window_place(WindowPlace(Area(10, 50, 3, 3)), [FULL_HD])
    assert (place.geometry.width, place.geometry.height) == MINIMUM_SIZE


def test_the_smallest_size_gives_way_to_a_small_screen() -> None:
    assert smallest_size(FULL_HD) == MINIMUM_SIZE
    assert smallest_size(Area(0, 0, 512, 384), Frame(1, 20, 1, 1)) == (480, 363)


def test_without_any_screen_nothing_is_asked_of_one() -> None:
    assert window_place(None, []).geometry.width == DEFAULT_SIZE[0]


numbers = some.integers(-100_000, 100_000)
sizes = some.integers(1, 100_000)
screens = some.builds(
    Area,
    some.integers(-8000, 8000),
    some.integers(-8000, 8000),
    some.integers(320, 8000),
    some.integers(240, 8000),
)


@given(
    some.builds(
        WindowPlace, some.builds(Area, numbers, numbers, sizes, sizes), some.sampled_from(WindowState)
    ),
    some.lists(screens, min_size=1, max_size=4),
)
def test_whatever_was_saved_it_is_whole_on_one_screen(saved: WindowPlace, found: list[Area]) -> None:
    place = window_place(saved, found)
    assert any(screen.contains(Frame().around(place.geometry)) for screen in found)
    assert place.state is saved.state
    assert screen_of(saved.geometry, found) in found


def test_what_qt_saves_is_read(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(100, 120, 700, 610)
    window.show()
    text = bytes(window.saveGeometry().toBase64().data()).decode()
    assert saved_place(text) == WindowPlace(Area(100, 120, 700, 610))
    for show, state in ((window.showMaximized, MAXIMIZED), (window.showFullScreen, FULL)):
        show()
        text = bytes(window.saveGeometry().toBase64().data()).decode()
        assert saved_place(text) == WindowPlace(Area(100, 120, 700, 610), state)


def geometry_text(*, magic: int = 0x1D9D0CB, major: int = 3, right: int = 739, bottom: int = 699) -> str:
    raw = struct.pack(">IHH4i4iiBB", magic, major, 0, 0, 0, 9, 9, 40, 60, right, bottom, 0, 0, 0)
    return base64.b64encode(raw).decode()


def test_an_older_form_is_read_too() -> None:
    assert saved_place(geometry_text(major=1)) == WindowPlace(Area(40, 60, 700, 640))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no geometry",
        "ä€",
        "AdnQywADAAA=",
        geometry_text(magic=7),
        geometry_text(major=9),
        geometry_text(right=39),
        geometry_text(right=2_000_000_000),
        geometry_text(bottom=-5),
    ],
)
def test_what_cannot_be_read_is_no_place(text: str) -> None:
    assert saved_place(text) is None
