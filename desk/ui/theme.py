"""Colours, sizes, type and icons, all from one file of tokens; light and dark, 100 to 200 %."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QJsonDocument, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

FAMILY = "Wuye Sans SC"
FACES = ("WuyeSansSC-Regular.ttf", "WuyeSansSC-Bold.ttf")
PROPERTY = "theme"
ICON_PEN = 1.5  # px of the design, whatever the size; big pictures a little more


class Theme:
    """What every widget asks for its colours and lengths. `scale` 1.0 to 2.0 multiplies all lengths in px."""

    def __init__(self, resources: Path, dark: bool = False, scale: float = 1.0) -> None:
        self._resources = resources
        self._tokens: dict[str, dict[str, Any]] = _tokens(resources / "styles" / "tokens.json")
        self.dark = dark
        self.scale = scale
        self._pixmaps: dict[tuple[str, str, int], QPixmap] = {}

    @property
    def mode(self) -> str:
        return "dark" if self.dark else "light"

    def names(self) -> frozenset[str]:
        """The tokens that are colours."""
        return frozenset(self._tokens[self.mode])

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
        words = _Lengths(self.px)
        words |= self._tokens[self.mode]
        words |= {name: f"{self.px(size)}px" for name, size in self._tokens["type"].items()}
        words |= {name: f"{self.px(size)}px" for name, size in self._tokens["size"].items()}
        for name in ("chevron", "chevron_up", "check"):
            words[name] = (self._resources / "styles" / f"{name}-{self.mode}.svg").as_posix()
        return _fill((self._resources / "styles" / "desk.qss").read_text("utf-8"), words)

    def pixmap(self, icon: str, colour: str, size: int = 20) -> QPixmap:
        """A lucide icon in a token's colour; `size` in px of the design."""
        key = (icon, self.colour(colour).name(), self.px(size))
        if key not in self._pixmaps:
            self._pixmaps[key] = self._draw(*key)
        return self._pixmaps[key]

    def icon(self, icon: str, colour: str = "text", size: int = 20) -> "QIcon":
        from PySide6.QtGui import QIcon  # its enums cost start-up 3 ms

        return QIcon(self.pixmap(icon, colour, size))

    def _draw(self, icon: str, colour: str, pixels: int) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        text = (self._resources / "icons" / f"{icon}.svg").read_text("utf-8")
        stroke = max(ICON_PEN * 24 * self.scale / pixels, 1.25)
        text = text.replace("currentColor", colour).replace('stroke-width="2"', f'stroke-width="{stroke:.2f}"')
        ratio = QApplication.primaryScreen().devicePixelRatio()
        pixmap = QPixmap(QSize(round(pixels * ratio), round(pixels * ratio)))
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels * ratio, pixels * ratio))
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def wear(self, application: QApplication, dark: bool | None = None, scale: float | None = None) -> None:
        """Light and dark change in the open window; a new scale is for widgets made afterwards."""
        self.dark = self.dark if dark is None else dark
        self.scale = self.scale if scale is None else scale
        self.apply(application)

    def apply(self, application: QApplication) -> None:
        """Dress the whole program; call again after a change of mode or scale."""
        self._pixmaps.clear()
        application.setProperty(PROPERTY, self)
        application.setPalette(self.palette())
        application.setFont(self.font())
        application.setStyleSheet(self.style())


def _tokens(path: Path) -> dict[str, dict[str, Any]]:
    """Read by Qt, which is here already; json and string.Template would cost start-up 6 ms."""
    found = QJsonDocument.fromJson(QByteArray(path.read_bytes())).toVariant()
    assert isinstance(found, dict), path
    return found


def _fill(text: str, words: dict[str, str]) -> str:
    """Every $name replaced."""
    head, *parts = text.split("$")
    filled = [head]
    for part in parts:
        end = next((place for place, sign in enumerate(part) if not (sign.isalnum() or sign == "_")), len(part))
        filled += (words[part[:end]], part[end:])
    return "".join(filled)


class _Lengths(dict[str, str]):
    """Tokens by name, and any length of the design: `p12` is 12 px at the chosen scale."""

    def __init__(self, px: Callable[[float], int]) -> None:
        super().__init__()
        self._px = px

    def __missing__(self, name: str) -> str:
        if not (name.startswith("p") and name[1:].isdigit()):
            raise KeyError(name)
        return f"{self._px(int(name[1:]))}px"


def load_fonts(resources: Path) -> None:
    """Our faces, before the first text is measured."""
    for face in FACES:
        QFontDatabase.addApplicationFont(str(resources / "fonts" / face))


def theme() -> Theme:
    """The theme the program wears."""
    found = QApplication.instance().property(PROPERTY)  # type: ignore[union-attr]
    assert isinstance(found, Theme)
    return found
