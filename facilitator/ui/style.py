"""Tokens as a Qt palette and a style sheet: one look for console, lists, menus and fields."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from facilitator.ui import tokens as t
from facilitator.ui.tokens import Palette, Tokens

FAMILY = "Carlito"


def base_font(tokens: Tokens) -> QFont:
    """The console's type: bundled, the same everywhere, with tabular figures."""
    font = QFont(FAMILY)
    font.setPixelSize(tokens.px(t.BODY))
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def qt_palette(p: Palette) -> QPalette:
    """Native dialogs drawn by Qt follow the same light or dark."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: p.panel,
        QPalette.ColorRole.WindowText: p.text,
        QPalette.ColorRole.Base: p.ground,
        QPalette.ColorRole.AlternateBase: p.panel,
        QPalette.ColorRole.Text: p.text,
        QPalette.ColorRole.Button: p.raised,
        QPalette.ColorRole.ButtonText: p.text,
        QPalette.ColorRole.BrightText: p.red,
        QPalette.ColorRole.ToolTipBase: p.raised,
        QPalette.ColorRole.ToolTipText: p.text,
        QPalette.ColorRole.PlaceholderText: p.mute,
        QPalette.ColorRole.Highlight: p.live_fill,
        QPalette.ColorRole.HighlightedText: p.live_text,
        QPalette.ColorRole.Accent: p.live,
        QPalette.ColorRole.Link: p.blue,
        QPalette.ColorRole.LinkVisited: p.blue,
        QPalette.ColorRole.Light: p.hover,
        QPalette.ColorRole.Midlight: p.raised,
        QPalette.ColorRole.Mid: p.line,
        QPalette.ColorRole.Dark: p.line,
        QPalette.ColorRole.Shadow: p.ground,
    }
    for role, color in roles.items():
        made.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(p.faint))
    return made


def sheet(tokens: Tokens) -> str:
    """The style sheet. Roles are given to labels by the dynamic property ``role``."""
    p, px = tokens.palette, tokens.px
    return f"""
QMainWindow, QWidget#console, QWidget#middle {{ background: {p.ground}; color: {p.text}; }}
QLabel {{ color: {p.text}; background: transparent; }}
QLabel[role="mute"] {{ color: {p.mute}; font-size: {px(t.BODY)}px; }}
QLabel[role="small"] {{ color: {p.mute}; font-size: {px(t.SMALL)}px; }}
QLabel[role="head"] {{ color: {p.mute}; font-size: {px(t.SMALL)}px; font-weight: 700; }}
QLabel[role="title"] {{ font-size: {px(t.LARGE)}px; }}
QLabel[role="number"] {{ font-size: {px(t.NUMBER)}px; }}
QLabel[role="clock"] {{ font-size: {px(t.CLOCK)}px; font-weight: 700; }}
QLabel[role="what"] {{ font-size: {px(t.BODY)}px; }}
QLabel[role="body"] {{ font-size: {px(t.LARGE)}px; }}
QLabel[tone="live"] {{ color: {p.live}; }}
QLabel[tone="amber"] {{ color: {p.amber}; }}
QLabel[tone="red"] {{ color: {p.red}; }}
QLabel[tone="mute"] {{ color: {p.mute}; }}
QFrame#topbar {{ background: {p.ground}; border-bottom: 1px solid {p.line}; }}
QFrame#keybar {{ background: {p.ground}; border-top: 1px solid {p.line}; }}
QFrame[role="panel"] {{ background: {p.panel}; border-radius: {t.RADIUS}px; }}
QFrame#message {{ background: {p.raised}; border: 1px solid {p.edge}; border-radius: {t.RADIUS}px; }}
QFrame#message[tone="amber"] {{ background: {p.amber_fill}; border-color: {p.amber}; }}
QFrame#message[tone="amber"] QLabel {{ color: {p.amber_text}; }}
QFrame#message[tone="red"] {{ background: {p.red_fill}; border-color: {p.red}; }}
QFrame#message[tone="red"] QLabel {{ color: {p.red_text}; }}
QFrame#message[tone="live"] {{ border-color: {p.live}; }}
QFrame#alarm {{ background: {p.red_fill}; border-radius: {t.RADIUS_SMALL}px; }}
QFrame#alarm QLabel {{ color: {p.red_text}; font-size: {px(t.LARGE)}px; font-weight: 700; }}
QTextBrowser {{ background: transparent; border: none; color: {p.text};
    selection-background-color: {p.live_fill}; selection-color: {p.live_text}; }}
QTextBrowser:focus {{ border: 2px solid {p.focus}; border-radius: {t.RADIUS_SMALL}px; }}
QListView, QListWidget, QTreeView {{ background: transparent; border: 2px solid transparent; outline: none;
    color: {p.text}; font-size: {px(t.BODY)}px; border-radius: {t.RADIUS_SMALL}px; }}
QListView:focus, QListWidget:focus {{ border: 2px solid {p.focus}; }}
QListWidget::item {{ padding: {px(6)}px; border-radius: {t.RADIUS_SMALL}px; }}
QListWidget::item:hover {{ background: {p.raised}; }}
QListWidget::item:selected {{ background: {p.live_fill}; color: {p.live_text}; }}
QLineEdit, QSpinBox, QComboBox {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.edge};
    border-radius: {t.RADIUS_SMALL}px; padding: {px(4)}px {px(8)}px; min-height: {px(24)}px;
    font-size: {px(t.BODY)}px; selection-background-color: {p.live_fill};
    selection-color: {p.live_text}; }}
QLineEdit:focus, QSpinBox:focus, QComboBox:focus {{ border: 2px solid {p.focus}; }}
QComboBox QAbstractItemView {{ background: {p.panel}; color: {p.text}; border: 1px solid {p.edge};
    selection-background-color: {p.live_fill}; selection-color: {p.live_text}; }}
QPushButton, QToolButton {{ background: {p.raised}; color: {p.text}; border: 2px solid transparent;
    border-radius: {t.RADIUS}px; padding: {px(5)}px {px(12)}px; min-height: {px(22)}px;
    font-size: {px(t.BODY)}px; }}
QPushButton:hover, QToolButton:hover {{ background: {p.hover}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {p.focus}; }}
QPushButton:default, QPushButton[role="main"] {{ background: {p.live_fill}; color: {p.live_text}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {p.faint}; }}
QPushButton:checked, QToolButton:checked {{ background: {p.live_fill}; color: {p.live_text}; }}
QPushButton[role="quiet"], QToolButton[role="quiet"] {{ background: transparent; color: {p.mute};
    padding: {px(3)}px {px(8)}px; }}
QPushButton[role="quiet"][tone="amber"] {{ color: {p.amber}; }}
QPushButton[role="quiet"][tone="live"] {{ color: {p.live}; }}
QPushButton[role="quiet"]:hover, QToolButton[role="quiet"]:hover {{ background: {p.raised};
    color: {p.text}; }}
QPushButton[role="quiet"]:focus, QToolButton[role="quiet"]:focus {{ border-color: {p.focus}; }}
QToolButton[role="tool"], QPushButton[role="tool"] {{ padding: {px(4)}px {px(6)}px; }}
QToolButton::menu-indicator {{ image: none; }}
QTabBar {{ background: transparent; qproperty-drawBase: 0; }}
QTabBar::tab {{ background: transparent; color: {p.mute}; padding: {px(5)}px {px(10)}px;
    margin-right: {px(2)}px; border: 2px solid transparent; border-radius: {t.RADIUS_SMALL}px;
    font-size: {px(t.BODY)}px; }}
QTabBar::tab:selected {{ background: {p.raised}; color: {p.text}; }}
QTabBar::tab:hover {{ color: {p.text}; }}
QTabBar::tab:focus {{ border-color: {p.focus}; }}
QMenuBar {{ background: {p.ground}; color: {p.mute}; font-size: {px(t.BODY)}px; }}
QMenuBar::item {{ background: transparent; padding: {px(4)}px {px(10)}px;
    border-radius: {t.RADIUS_SMALL}px; }}
QMenuBar::item:selected {{ background: {p.raised}; color: {p.text}; }}
QMenu {{ background: {p.panel}; color: {p.text}; border: 1px solid {p.edge}; padding: {px(4)}px;
    font-size: {px(t.BODY)}px; }}
QMenu::item {{ padding: {px(5)}px {px(24)}px {px(5)}px {px(24)}px; border-radius: {t.RADIUS_SMALL}px; }}
QMenu::item:selected {{ background: {p.live_fill}; color: {p.live_text}; }}
QMenu::item:disabled {{ color: {p.faint}; }}
QMenu::separator {{ height: 1px; background: {p.line}; margin: {px(4)}px {px(8)}px; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {p.edge}; border-radius: 2px; }}
QScrollBar:vertical {{ background: transparent; width: {px(10)}px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: {px(10)}px; margin: 0; }}
QScrollBar::handle {{ background: {p.edge}; border-radius: {px(4)}px; min-height: {px(30)}px; margin: 2px; }}
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
    background: none; border: none; width: 0; height: 0; }}
QToolTip {{ background: {p.raised}; color: {p.text}; border: 1px solid {p.edge}; padding: {px(4)}px;
    font-size: {px(t.SMALL)}px; }}
"""


def dress(app: QApplication, tokens: Tokens) -> None:
    """Give the whole program this look. Fusion draws the same on every system."""
    if app.style().objectName().casefold() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(qt_palette(tokens.palette))
    app.setFont(base_font(tokens))
