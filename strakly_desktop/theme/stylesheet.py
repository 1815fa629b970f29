"""The application's stylesheet, made of a theme's roles.

Only what Qt's own widgets paint: menus, tooltips, scroll bars, text fields, labels, dialogs. The house's
controls draw themselves. Each kind states all its states, because a later rule wins over an earlier state.
"""

from string import Template

from strakly_desktop.theme.theme import Theme

_SHEET = Template("""
QMainWindow, QDialog, QMessageBox, QWidget#page { background: $background; }
QDialog#signInCard { background: transparent; }
QLabel { color: $text; background: transparent; }
QLabel[role="muted"] { color: $text_muted; }
QLabel[role="danger"] { color: $danger; }
QLabel:disabled { color: $text_disabled; }

QTextEdit#composerText, QPlainTextEdit#noticeDetails {
    background: transparent; border: none;
}
QTextEdit#composerText, QPlainTextEdit#noticeDetails {
    color: $text; selection-background-color: $selection; selection-color: $selection_text;
}
QPlainTextEdit#noticeDetails {
    background: $background; border: 1px solid $outline; border-radius: 8px; padding: 6px 8px;
}
QPlainTextEdit#noticeDetails:focus { border: 2px solid $focus_ring; padding: 5px 7px; }

QLineEdit#searchField {
    color: $text; background: $background; border: 1px solid $outline; border-radius: 10px;
    selection-background-color: $selection; selection-color: $selection_text;
    placeholder-text-color: $placeholder;
}
QLineEdit#searchField:focus { border: 2px solid $focus_ring; }

QLineEdit#formField {
    color: $text; background: $background; border: 1px solid $control_border; border-radius: 10px;
    padding: 0px 12px; selection-background-color: $selection; selection-color: $selection_text;
    placeholder-text-color: $placeholder;
}
QLineEdit#formField:focus { border: 2px solid $focus_ring; padding: 0px 11px; }
QLineEdit#formField[invalid="true"] { border: 2px solid $danger; padding: 0px 11px; }
QLineEdit#formField:disabled { color: $text_disabled; background: $surface; border: 1px solid $outline; }
QPlainTextEdit#licences {
    color: $text; background: $surface; border: 1px solid $outline; border-radius: 10px; padding: 8px 4px 8px 12px;
    selection-background-color: $selection; selection-color: $selection_text;
}
QPlainTextEdit#licences:focus { border: 2px solid $focus_ring; padding: 7px 3px 7px 11px; }
QScrollArea#form { background: transparent; border: none; }

QListView#historyList { background: transparent; border: none; outline: none; }
QLineEdit#historyRename {
    color: $text; background: $background; border: 2px solid $focus_ring; border-radius: 8px;
    padding: 0px 9px; selection-background-color: $selection; selection-color: $selection_text;
}

QPushButton {
    color: $text; background: $background; border: 1px solid $outline; border-radius: 10px;
    font-size: ${ui}px; font-weight: 500; padding: 0px 16px; min-height: ${button}px;
}
QPushButton:hover { background: $surface_hover; }
QPushButton:pressed { background: $surface_pressed; }
QPushButton:focus { border: 2px solid $focus_ring; padding: 0px 15px; }
QPushButton:disabled { color: $text_disabled; background: $background; }

/* Qt would put what the screen has no room for into a second column, beyond its edge. */
QMenu {
    menu-scrollable: 1;
    color: $text; background: $surface_raised; border: 1px solid $outline; padding: 6px; font-size: ${ui}px;
}
QMenu::item { padding: ${item_pad}px 28px ${item_pad}px 12px; border-radius: 8px; background: transparent; }
QMenu::item:selected { background: $surface_hover; color: $text; }
QMenu::item:disabled { color: $text_disabled; background: transparent; }
QMenu::separator { height: 1px; background: $outline; margin: 6px 8px; }
QMenu::icon { padding-left: 24px; }
QMenu::indicator { width: ${dot}px; height: ${dot}px; border-radius: ${dot_radius}px; margin-left: 12px; }
QMenu::indicator:checked { background: $text; }
QMenu::indicator:unchecked { background: transparent; }

QToolTip {
    color: $tooltip_text; background: $tooltip_bg; border: 1px solid $tooltip_bg; padding: 4px 6px;
    font-size: ${caption}px;
}

QScrollBar:vertical { background: transparent; width: 12px; margin: 0px; border: none; }
QScrollBar::handle:vertical {
    background: $scroll_thumb; border-radius: 2px; min-height: 40px; margin: 2px 4px 2px 4px;
}
QScrollBar::handle:vertical:hover, QScrollBar::handle:vertical:pressed {
    background: $scroll_thumb_hover; border-radius: 3px; margin: 2px 3px 2px 3px;
}
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0px; border: none; }
QScrollBar::handle:horizontal {
    background: $scroll_thumb; border-radius: 2px; min-width: 40px; margin: 4px 2px 4px 2px;
}
QScrollBar::handle:horizontal:hover, QScrollBar::handle:horizontal:pressed {
    background: $scroll_thumb_hover; border-radius: 3px; margin: 3px 2px 3px 2px;
}
QScrollBar::add-line, QScrollBar::sub-line { width: 0px; height: 0px; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def build_stylesheet(theme: Theme, text_scale: float) -> str:
    """The text for QApplication.setStyleSheet, for `theme` at `text_scale` (0.8 to 2.0)."""
    colors = {role.replace("-", "_"): value for role, value in theme.colors.items()}
    outline = theme.colors["control-border" if theme.high_contrast else "border"]
    dot = round(8 * text_scale)
    sizes = {
        "ui": round(14 * text_scale),
        "caption": round(12 * text_scale),
        "button": round(34 * text_scale),
        "item_pad": round(7 * text_scale),
        "dot": dot,
        "dot_radius": dot // 2,
    }
    return _SHEET.substitute(colors, outline=outline, **{name: str(size) for name, size in sizes.items()})
