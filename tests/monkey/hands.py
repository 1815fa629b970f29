"""What a monkey can do with the real window: each method is an act, with the chance in it as numbers from 0 to 1.

Keys and clicks go in through the window system's door of Qt, so that shortcuts, popups, modal windows and hovering do
what they do for a person.
"""

import gc
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication, QInputMethodEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QWidget

from strakly_desktop.app.composition.application import Application

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)
Key, Button, Modifier = Qt.Key, Qt.MouseButton, Qt.KeyboardModifier
KEYS = (
    *(Key.Key_Tab, Key.Key_Backtab, Key.Key_Return, Key.Key_Escape, Key.Key_Space, Key.Key_Delete),
    *(Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_Home, Key.Key_End, Key.Key_PageUp),
    *(Key.Key_PageDown, Key.Key_Backspace, Key.Key_F2, Key.Key_F3, Key.Key_F6, Key.Key_Menu, Key.Key_A),
)
MODIFIERS = (
    *(Modifier.NoModifier,) * 5,
    Modifier.ShiftModifier,
    Modifier.ControlModifier,
    Modifier.AltModifier,
    Modifier.ControlModifier | Modifier.ShiftModifier,
)
SHORTCUTS = (
    *(
        "Ctrl+N",
        "Ctrl+T",
        "Ctrl+K",
        "Ctrl+F",
        "Ctrl+B",
        "Ctrl+,",
        "Ctrl++",
        "Ctrl+-",
        "Ctrl+0",
        "F6",
        "Shift+F6",
    ),
    *(
        "F3",
        "Shift+F3",
        "Alt+1",
        "Alt+2",
        "Alt+3",
        "Ctrl+A",
        "Ctrl+C",
        "Ctrl+V",
        "Ctrl+X",
        "Ctrl+Z",
        "Shift+F10",
        "F8",
    ),
)
WORDS = (
    "table",
    "near",
    "list",
    "code",
    "links",
    "prose",
    "refuse",
    "dues of Rohan",
    "राहुल",
    "11,50",
    "💪",
    "a" * 300,
)
SIZES = ((480, 520), (640, 480), (800, 600), (1024, 768), (1280, 800), (1500, 1100))


class Hands:
    """Acts on the window of `house`; `folder` takes the files that it saves."""

    def __init__(self, house: Application, folder: Path) -> None:
        self.house = house
        self.folder = folder

    def act(self, name: str, numbers: Sequence[float]) -> None:
        """Do one of the acts below."""
        try:
            getattr(self, name)(*numbers)
        except RuntimeError as error:
            # A press closed what it was pressed on: its release has nowhere to go.
            if traceback.extract_tb(error.__traceback__)[-1].filename != __file__:
                raise

    # What it does with any window.

    def press_key(self, a: float, b: float, *_: float) -> None:
        self._press(pick(KEYS, a), pick(MODIFIERS, b))

    def press_shortcut(self, a: float, *_: float) -> None:
        self._press_text(pick(SHORTCUTS, a))

    def type_words(self, a: float, b: float, *_: float) -> None:
        self._type(" ".join((pick(WORDS, a), pick(WORDS, b)))[:40])

    def click_control(self, a: float, b: float, *_: float) -> None:
        top = self._top()
        buttons = [made for made in all_of(QAbstractButton, top) if made.isEnabled()]
        if buttons:
            button = pick(buttons, a)
            self._click(top, button.mapTo(top, button.rect().center()), Button.LeftButton)

    def click_anywhere(self, a: float, b: float, c: float, *_: float) -> None:
        self._click(
            self._top(), self._point(a, b), pick((Button.LeftButton,) * 4 + (Button.MiddleButton,), c)
        )

    def double_click(self, a: float, b: float, *_: float) -> None:
        handle = handle_of(self._top())
        if handle is not None:
            at = self._point(a, b)
            self._click(self._top(), at, Button.LeftButton)
            if is_there(handle):
                QTest.mouseDClick(handle, Button.LeftButton, Modifier.NoModifier, at)

    def right_click(self, a: float, b: float, *_: float) -> None:
        self._click(self._top(), self._point(a, b), Button.RightButton)

    def choose_entry(self, a: float, b: float, *_: float) -> None:
        menu = QApplication.activePopupWidget()
        if isinstance(menu, QMenu) and menu.actions():
            if b < 0.15:
                self._press(Key.Key_Escape)
            else:
                entry = pick(menu.actions(), a)
                self._click(menu, menu.actionGeometry(entry).center(), Button.LeftButton)
        else:
            self.answer_dialog(a, b)

    def answer_dialog(self, a: float, b: float, *_: float) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QFileDialog):
            if b < 0.6:
                files = sorted(self.folder.iterdir())
                name = pick(files, a).name if files and a < 0.5 else f"saved {a:.3f}"
                if dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave or files:
                    dialog.selectFile(name)
            self._press(Key.Key_Return if b < 0.8 else Key.Key_Escape)
        elif isinstance(dialog, QDialog):
            self._press(Key.Key_Escape if b < 0.5 else Key.Key_Return)

    def drag(self, a: float, b: float, c: float, d: float, e: float) -> None:
        top = self._top()
        handle = handle_of(top)
        if handle is None:
            return
        start, end = self._point(a, b), self._point(c, d)
        QTest.mousePress(handle, Button.LeftButton, Modifier.NoModifier, start)
        for part in range(1, 5):
            if is_there(handle):
                QTest.mouseMove(handle, start + (end - start) * part / 4)
        if is_there(handle) and e < 0.95:
            QTest.mouseRelease(handle, Button.LeftButton, Modifier.NoModifier, end)

    def hover(self, a: float, b: float, *_: float) -> None:
        handle = handle_of(self._top())
        if handle is not None:
            QTest.mouseMove(handle, self._point(a, b))

    def wheel(self, a: float, b: float, c: float, d: float, *_: float) -> None:
        handle = handle_of(self._top())
        if handle is not None:
            turned = QPoint(0, round((c - 0.5) * 960) or 120)
            modifiers = Modifier.ControlModifier if d < 0.1 else Modifier.NoModifier
            QTest.wheelEvent(handle, QPointF(self._point(a, b)), turned, QPoint(0, 0), modifiers)

    def resize(self, a: float, *_: float) -> None:
        self.house.window.resize(*pick(SIZES, a))

    def minimise(self, a: float, *_: float) -> None:
        window = self.house.window
        pick(
            (window.showMinimized, window.showMaximized, window.showNormal, window.on_screen.come_forward), a
        )()
        window.showNormal()

    # What it does with this window.

    def ask(self, a: float, b: float, c: float, *_: float) -> None:
        edit = self.house.window.composer
        edit.set_text(f"{pick(WORDS, a)} {pick(WORDS, b)} {c:.2f}")
        edit.focus_input()
        self._press(Key.Key_Return)

    def use_queue(self, a: float, *_: float) -> None:
        buttons = [made for made in all_of(QAbstractButton, self.house.window.queue) if made.isEnabled()]
        if buttons:
            button = pick(buttons, a)
            top = button.window()
            self._click(top, button.mapTo(top, button.rect().center()), Button.LeftButton)

    def scan(self, a: float, b: float, *_: float) -> None:
        self._type(f"{a:.6f}"[2:])
        self._press(Key.Key_Return if b < 0.5 else Key.Key_Tab)

    def stop(self, *_: float) -> None:
        self._press(Key.Key_Escape)

    def new_chat(self, *_: float) -> None:
        self._press_text("Ctrl+N")

    def change_text_size(self, a: float, *_: float) -> None:
        self._press_text(pick(("Ctrl++", "Ctrl++", "Ctrl+-", "Ctrl+-", "Ctrl+0"), a))

    def change_theme(self, a: float, b: float, *_: float) -> None:
        menus = self.house.window.menu.submenus()
        choices = [entry for menu in menus if menu.title() in ("Theme", "Accent") for entry in menu.actions()]
        pick(choices, a).trigger()
        if b < 0.2:
            scheme = pick((Qt.ColorScheme.Dark, Qt.ColorScheme.Light, Qt.ColorScheme.Unknown), b * 5)
            QGuiApplication.styleHints().setColorScheme(scheme)

    def right_click_row(self, a: float, b: float, *_: float) -> None:
        rows = self._rows()
        if rows is not None and not QApplication.activeModalWidget():
            at = rows.visualRect(rows.model().index(round(a * rows.model().rowCount()), 0)).center()
            button = Button.RightButton if b < 0.7 else Button.LeftButton
            self._click(rows.window(), rows.viewport().mapTo(rows.window(), at), button)

    def open_conversation(self, a: float, *_: float) -> None:
        self._go_to_row(a)
        self._press(Key.Key_Return)

    def rename(self, a: float, b: float, c: float, *_: float) -> None:
        self._go_to_row(a)
        self._press(Key.Key_F2)
        if isinstance(QApplication.focusWidget(), QLineEdit):
            self._type(pick(WORDS, b)[:20])
            if c < 0.8:
                self._press(pick((Key.Key_Return, Key.Key_Escape, Key.Key_Tab), c))

    def delete(self, a: float, *_: float) -> None:
        self._go_to_row(a)
        self._press(Key.Key_Delete)

    def undo(self, a: float, *_: float) -> None:
        buttons = [made for made in all_of(QAbstractButton, self.house.window.notices) if made.isEnabled()]
        if buttons:
            button = pick(buttons, a)
            top = button.window()
            self._click(top, button.mapTo(top, button.rect().center()), Button.LeftButton)

    def search(self, a: float, b: float, *_: float) -> None:
        self._press_text("Ctrl+K")
        self._type(pick(WORDS, a)[:12])
        self._press(pick((Key.Key_Down, Key.Key_Return, Key.Key_Escape, Key.Key_Tab), b))

    def find(self, a: float, b: float, *_: float) -> None:
        self._press_text("Ctrl+F")
        self._type(pick(("a", "Rs", "Rohan", *WORDS), a)[:12])
        self._press(pick((Key.Key_Return, Key.Key_F3, Key.Key_Escape), b))

    def use_table(self, a: float, b: float, c: float, *_: float) -> None:
        self._press_text("Ctrl+T")
        window = self.house.window
        panel = window.table_dock._panel
        if panel is None or not panel.isVisible():
            return
        if a < 0.3:
            header = panel._grid.horizontalHeader()
            spot = QPoint(round(b * header.width()), header.height() // 2)
            self._click(window, header.viewport().mapTo(window, spot), Button.LeftButton)
        elif a < 0.6:
            panel._filter.setFocus()
            self._type(pick(("a", "1", "Rs", ""), b))
        else:
            panel._grid.setFocus()
            self._press_text(pick(("Ctrl+A", "Ctrl+C", "Ctrl+Home", "Shift+Down", "Return", "Menu"), c))

    def export(self, a: float, *_: float) -> None:
        menu = next(menu for menu in self.house.window.menu.submenus() if "Export" in menu.title())
        pick(menu.actions(), a).trigger()

    def take_in(self, *_: float) -> None:
        if QApplication.activeModalWidget() is None:
            self.house.window.history.import_requested.emit()

    def drop_text(self, a: float, b: float, c: float, *_: float) -> None:
        data = QMimeData()
        data.setText(pick(WORDS, c))
        place = QPointF(self._point(a, b))
        event = QDropEvent(place, Qt.DropAction.CopyAction, data, Button.LeftButton, Modifier.NoModifier)
        QCoreApplication.sendEvent(self.house.window, event)

    def paste(self, a: float, b: float, *_: float) -> None:
        QApplication.clipboard().setText("\n".join([pick(WORDS, a)] * round(1 + b * 30)))
        self._press_text("Ctrl+V")

    # What a person does not do, but their computer does.

    def collect(self, *_: float) -> None:
        gc.collect()

    def break_something(self, *_: float) -> None:
        """A bug, for the tests of the monkey itself."""
        raise ValueError("broken")

    def wait(self, *_: float) -> None:
        """Only its pause."""

    def _rows(self) -> Any:
        views = (self.house.window.history._kept, self.house.window.history._found)
        return next((view for view in views if view.isVisible()), None)

    def _go_to_row(self, a: float) -> None:
        rows = self._rows()
        if rows is not None and not QApplication.activeModalWidget():
            rows.setFocus()
            rows.setCurrentIndex(rows.model().index(round(a * rows.model().rowCount()), 0))

    def _top(self) -> QWidget:
        """The window that gets what a person does now."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.house.window

    def _point(self, a: float, b: float) -> QPoint:
        top = self._top()
        return QPoint(round(a * top.width()), round(b * top.height()))

    def _click(self, top: QWidget, at: QPoint, button: Qt.MouseButton) -> None:
        handle = handle_of(top)
        if handle is not None:
            QTest.mousePress(handle, button, Modifier.NoModifier, at)
        # What is pressed may close its window: QTest would go on with one that is no more.
        if handle is not None and is_there(handle):
            QTest.mouseRelease(handle, button, Modifier.NoModifier, at)

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Modifier.NoModifier) -> None:
        handle = handle_of(self._top())
        # One event at a time: with a modifier QTest sends four, also to a window that the first one closed.
        for pressed in (True, False):
            if handle is not None and is_there(handle):
                QTest.simulateEvent(handle, pressed, key.value, modifiers, text_of(key, modifiers), False)

    def _press_text(self, combination: str) -> None:
        *names, key = combination.replace("++", "+Plus").replace("+-", "+Minus").split("+")
        key = {",": "Comma"}.get(key, key)
        modifiers = Modifier.NoModifier
        for name in names:
            modifiers |= {
                "Ctrl": Modifier.ControlModifier,
                "Shift": Modifier.ShiftModifier,
                "Alt": Modifier.AltModifier,
            }[name]
        self._press(Key[f"Key_{key}"], modifiers)

    def _type(self, text: str) -> None:
        """With the keys that there are; other letters as an input method writes them."""
        for letter in text:
            focused = QApplication.focusWidget()
            if focused is None:
                return
            if letter.isascii():
                QTest.keyClicks(focused, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QCoreApplication.sendEvent(focused, event)


def pick(things: Sequence[T], number: float) -> T:
    """One of them, by a number from 0 to 1."""
    return things[min(len(things) - 1, int(number * len(things)))]


def all_of(kind: type[W], top: QWidget) -> list[W]:
    """The visible widgets of a kind in `top`, from the top left on."""
    found = [made for made in QApplication.allWidgets() if isinstance(made, kind) and made.isVisible()]
    inside = [made for made in found if top.isAncestorOf(made)]
    return sorted(inside, key=lambda made: made.mapTo(top, QPoint(0, 0)).toTuple()[::-1])


def text_of(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> str:
    """What a key writes."""
    writes = key.value < 0x7F and modifiers in (Modifier.NoModifier, Modifier.ShiftModifier)
    return chr(key.value).lower() if writes else {Key.Key_Return: "\r", Key.Key_Tab: "\t"}.get(key, "")


def is_there(handle: QWindow) -> bool:
    """Whether the window has not been closed meanwhile."""
    return shiboken6.isValid(handle) and handle.isVisible()


def handle_of(top: QWidget) -> QWindow | None:
    """The window of the window system; `windowHandle()` gives wrappers of windows that are long gone."""
    place = QRect(top.mapToGlobal(QPoint(0, 0)), top.size())
    windows = (window for window in QGuiApplication.topLevelWindows() if window.isVisible())
    return next((window for window in windows if window.geometry() == place), None)
