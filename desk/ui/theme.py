"""Colours, sizes, type and icons, all from one file of tokens; light and dark, 100 to 200 %."""

import json
from pathlib import Path
from string import Template
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

FAMILY = "Wuye Sans SC"
FACES = ("WuyeSansSC-Regular.ttf", "WuyeSansSC-Bold.ttf")
PROPERTY = "theme"
ICON_STROKE = 1.75


class Theme:
    """What every widget asks for its colours and lengths. `scale` 1.0 to 2.0 multiplies all lengths in px."""

    def __init__(self, resources: Path, dark: bool = False, scale: float = 1.0) -> None:
        self._resources = resources
        self._tokens: dict[str, dict[str, Any]] = json.loads((resources / "styles" / "tokens.json").read_text("utf-8"))
        self.dark = dark
        self.scale = scale
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}

    @property
    def mode(self) -> str:
        return "dark" if self.dark else "light"

    def colour(self, name: str) -> QColor:
        return QColor(self._tokens[self.mode][name])

    def px(self, length: float) -> int:
        """A length of the design at the chosen scale."""
        return round(length * self.scale)

    def size(self, name: str) -> int:
        return self.px(self._tokens["size"][name])

    def type(self, name: str) -> int:
        return self.px(self._tokens["type"][name])

    def font(self, name: str = "body", bold: bool = False) -> QFont:
        """A face of the type scale, with figures of one width."""
        font = QFont(FAMILY)
        font.setPixelSize(self.type(name))
        font.setBold(bold)
        font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        return font

    def palette(self) -> QPalette:
        role, palette = QPalette.ColorRole, QPalette()
        for where, name in (
            (role.Window, "ground"), (role.Base, "card"), (role.AlternateBase, "raised"), (role.Text, "ink"),
            (role.WindowText, "text"), (role.Button, "card"), (role.ButtonText, "ink"), (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"), (role.PlaceholderText, "quiet"), (role.ToolTipBase, "ink"),
            (role.ToolTipText, "card"), (role.Link, "accent"),
        ):  # fmt: skip
            palette.setColor(where, self.colour(name))
        return palette

    def style(self) -> str:
        """The style sheet with tokens filled in."""
        words = dict(self._tokens[self.mode])
        words |= {name: f"{self.px(size)}px" for name, size in self._tokens["type"].items()}
        words |= {name: f"{self.px(size)}px" for name, size in self._tokens["size"].items()}
        for name in ("chevron", "chevron_up", "check"):
            words[name] = (self._resources / "styles" / f"{name}-{self.mode}.svg").as_posix()
        return Template((self._resources / "styles" / "desk.qss").read_text("utf-8")).substitute(words)

    def pixmap(self, icon: str, colour: str, size: int = 20) -> QPixmap:
        """A lucide icon in a token's colour; `size` in px of the design."""
        key = (icon, self.colour(colour).name(), self.px(size))
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(*key)
        return self._pixmaps[key]

    def icon(self, icon: str, colour: str = "text", size: int = 20) -> QIcon:
        return QIcon(self.pixmap(icon, colour, size))

    def _draw(self, icon: str, colour: str, pixels: int) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        text = (self._resources / "icons" / f"{icon}.svg").read_text("utf-8")
        text = text.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{ICON_STROKE}"')
        ratio = QApplication.primaryScreen().devicePixelRatio()
        pixmap = QPixmap(QSize(round(pixels * ratio), round(pixels * ratio)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels * ratio, pixels * ratio))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def apply(self, application: QApplication) -> None:
        """Dress the whole program; call again after a change of mode or scale."""
        self._pixmaps.clear()
        application.setProperty(PROPERTY, self)
        application.setPalette(self.palette())
        application.setFont(self.font())
        application.setStyleSheet(self.style())


def load_fonts(resources: Path) -> None:
    """Our faces, before the first text is measured."""
    for face in FACES:
        QFontDatabase.addApplicationFont(str(resources / "fonts" / face))


def theme() -> Theme:
    """The theme the program wears."""
    found = QApplication.instance().property(PROPERTY)  # type: ignore[union-attr]
    assert isinstance(found, Theme)
    return found
