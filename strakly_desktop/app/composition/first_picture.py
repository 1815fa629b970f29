"""The window as it is painted first, and nothing that this picture does not show.

Two thirds of a start are modules: markdown, the page of conversations, servers, sign-in. They come after the first
paint (`after_first_paint`), and what the person does until then is kept for them.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from strakly_desktop.app.composition.early_wishes import EarlyPage, EarlyWishes
from strakly_desktop.app.composition.start import Start, find_start
from strakly_desktop.app.settings.appearance import Appearance
from strakly_desktop.app.settings.arguments import Arguments
from strakly_desktop.app.settings.site_masking import SiteMasking
from strakly_desktop.app.settings.site_settings import locks_of
from strakly_desktop.conversation.connection_state import ConnectionState
from strakly_desktop.theme import resources
from strakly_desktop.theme.fonts import install_fonts
from strakly_desktop.theme.manager import ThemeManager
from strakly_desktop.theme.theme import Accent, ThemeMode, load_themes
from strakly_desktop.ui.window.main_window import MainWindow


class FirstPicture(NamedTuple):
    """What stands before the first paint, for `complete`."""

    start: Start
    themes: ThemeManager
    appearance: Appearance
    window: MainWindow
    wishes: EarlyWishes


def first_picture(
    qt: QApplication, arguments: Arguments, environment: Mapping[str, str], site_file: Path | None = None
) -> FirstPicture:
    """Build the window. Nothing is shown and nothing is started yet.

    `site_file` holds the gym's settings for this computer; None: where this system keeps them.

    Raises:
        SettingsError: an address that the environment names cannot be used.
        ResourceError, ThemeDataError: the installation is damaged.
    """
    start = find_start(arguments, environment, site_file)
    settings = start.settings
    install_fonts()
    themes = ThemeManager(
        qt,
        load_themes(resources.tokens()),
        settings.theme_mode,
        settings.accent,
        settings.text_scale,
        is_dressed=False,
    )
    appearance = Appearance(themes, start.saver, resources.icons())
    window = _window(themes, appearance, start)
    themes.dress()
    _tell_problems(start, window)
    wishes = EarlyWishes(window.parts())
    early = EarlyPage(window, wishes, partial(_seen, start.site.masking))
    wishes.meanwhile(appearance.look_changed, early.set_look)
    return FirstPicture(start, themes, appearance, window, wishes)


def _window(themes: ThemeManager, appearance: Appearance, start: Start) -> MainWindow:
    window = MainWindow(appearance.look)
    themes.setParent(window)
    start.saver.setParent(window)
    window.setWindowIcon(QIcon(str(resources.app_icon())))
    window.set_locks(locks_of(start.site))
    window.header.set_demo(start.is_demo)
    window.header.set_connection(ConnectionState.CONNECTING, "Connecting")
    window.empty_state.set_person(start.person_name)

    def mark_menu() -> None:
        window.menu.set_appearance(themes.mode, themes.accent)
        window.menu.set_accent_colors(themes.accent_colors())

    mark_menu()
    appearance.look_changed.connect(window.set_look)
    appearance.choice_changed.connect(mark_menu)
    window.menu.theme_mode_chosen.connect(lambda mode: themes.set_mode(ThemeMode(mode)))
    window.menu.accent_chosen.connect(lambda accent: themes.set_accent(Accent(accent)))
    window.menu.text_scale_step.connect(themes.step_text_scale_soon)
    window.on_screen.open_at(start.saver.settings.window_geometry)
    return window


def _seen(masking: SiteMasking, question: str) -> str:
    """What may be seen of a question before it is known who is at the desk."""
    if not masking:
        return question
    # Few gyms mask anything.
    from strakly_desktop.rendering.masking.masker import masked
    from strakly_desktop.rendering.masking.values import MaskKind

    return masked(question, frozenset(map(MaskKind, masking.kinds)))


def _tell_problems(start: Start, window: MainWindow) -> None:
    def not_saved(problem: str) -> None:
        from strakly_desktop.app.composition.first_notices import tell_not_saved

        tell_not_saved(window.notices, problem)

    def saved_again() -> None:
        from strakly_desktop.app.composition.first_notices import withdraw_not_saved

        withdraw_not_saved(window.notices)

    start.saver.save_failed.connect(not_saved)
    start.saver.save_recovered.connect(saved_again)
    if not start.file.problem and not start.site.problem:
        return
    # Most starts have nothing to tell.
    from strakly_desktop.app.composition.first_notices import tell_settings, tell_site

    if start.file.problem:
        tell_settings(window.notices, "The settings could not be used as they were.", start.file.problem)
    if start.site.problem:
        tell_site(window.notices, start.site)
