"""Colours that can be read, figures of one width, a style that names only what exists."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel

from desk.paths import RESOURCES
from desk.ui.looks import largest
from desk.ui.theme import FAMILY, Theme

# What is written on what. Quiet on tint is left out: look.md says to use text there.
PAIRS = [
    *((ink, ground) for ink in ("ink", "text", "quiet") for ground in ("card", "ground", "raised")),
    ("ink", "pile"), ("text", "pile"),
    *((ink, "tint") for ink in ("ink", "text", "bad", "warn")),
    *((tone, ground) for tone in ("good", "warn", "bad") for ground in ("card", "ground", f"{tone}_tint")),
    *((ink, f"{tone}_tint") for ink in ("ink", "text") for tone in ("good", "warn", "bad")),
    ("accent", "card"), ("link", "card"), ("link", "tint"), ("on_accent", "accent"), ("on_accent", "accent_hover"),
    ("navigation_ink", "navigation"), ("navigation_text", "navigation"), ("navigation_ink", "navigation_chosen"),
    ("quiet", "warn_tint"), ("quiet", "bad_tint"),
]  # fmt: skip


def luminance(colour: QColor) -> float:
    def part(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF())


def contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_every_text_pair_can_be_read(ink: str, ground: str, dark: bool) -> None:
    look = Theme(RESOURCES, dark)
    assert contrast(look.colour(ink), look.colour(ground)) >= 4.5


def test_the_measure_of_contrast_itself() -> None:
    assert contrast(QColor("#000"), QColor("#fff")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.48, abs=0.01)


def test_light_and_dark_name_the_same_tokens() -> None:
    light, dark = Theme(RESOURCES), Theme(RESOURCES, dark=True)
    assert light.names() == dark.names()


@pytest.mark.parametrize("name", ["caption", "body", "clock", "figure"])
@pytest.mark.parametrize("bold", [False, True])
def test_figures_have_one_width(look: Theme, name: str, bold: bool) -> None:
    font = look.font(name, bold)
    assert font.family() == FAMILY
    assert len({QFontMetrics(font).horizontalAdvance(figure) for figure in "0123456789"}) == 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_style_has_no_open_token_and_no_missing_picture(dark: bool, scale: float) -> None:
    style = Theme(RESOURCES, dark, scale).style()
    assert "$" not in style
    for path in re.findall(r"url\(([^)]+)\)", style):
        assert path.endswith(".svg")
        assert Path(path).is_file()


def test_light_and_dark_change_while_the_window_is_open(look: Theme, dressed: QApplication, qtbot) -> None:  # type: ignore[no-untyped-def]
    label = QLabel("王秀英")
    label.setProperty("type", "room")
    qtbot.addWidget(label)
    label.show()
    before = label.palette().color(label.foregroundRole())
    look.wear(dressed, dark=True)
    after = label.palette().color(label.foregroundRole())
    assert (before.name(), after.name()) == ("#101828", "#f2f4f7")


@pytest.mark.parametrize(("scale", "pixels"), [(1.0, 13), (1.25, 16), (1.5, 20), (2.0, 26)])
def test_type_grows_with_the_scale(look: Theme, dressed: QApplication, qtbot, scale: float, pixels: int) -> None:  # type: ignore[no-untyped-def]
    look.wear(dressed, scale=scale)
    label = QLabel("王秀英")
    qtbot.addWidget(label)
    label.show()
    assert label.font().pixelSize() == pixels


def test_every_icon_can_be_drawn_in_any_colour(look: Theme) -> None:
    wanted = look.colour("bad")
    for path in (RESOURCES / "icons").glob("*.svg"):
        image = look.pixmap(path.stem, "bad").toImage()
        places = [(x, y) for x in range(image.width()) for y in range(image.height())]
        inked = [image.pixelColor(*place) for place in places if image.pixelColor(*place).alpha() > 200]
        assert inked, path.stem
        for colour in inked:
            assert abs(colour.red() - wanted.red()) + abs(colour.blue() - wanted.blue()) < 8, path.stem


@pytest.mark.parametrize(
    ("screen", "percent"), [((1366, 768), 125), ((1920, 1080), 175), ((2560, 1440), 200), ((1280, 720), 100)]
)
def test_a_screen_says_how_large_it_holds_everything(screen: tuple[int, int], percent: int) -> None:
    assert largest(*screen) == percent
