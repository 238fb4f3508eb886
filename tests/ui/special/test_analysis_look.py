"""分析 beside its window: the words for days, colours that are told apart, a library that comes late."""

import re

import pytest
from PySide6.QtGui import QColor

from desk.paths import RESOURCES, ROOT
from desk.ui.special.analysis.asked import checked, days_of
from desk.ui.special.analysis.inks import DARK, LIGHT, Inks
from desk.ui.theme import Theme

PACKAGE = "desk.ui.special.analysis"
IMPORTED = re.compile(r"^\s*(?:from|import) ([\w.]+)", re.MULTILINE)
DRAWN = {f"{PACKAGE}.{name}" for name in ("drawing", "plot", "chart_view", "exporting")}


@pytest.mark.parametrize(
    ("word", "days"),
    [
        ("7", ("2026-02-23", "2026-03-01")),
        ("month", ("2026-03-01", "2026-03-01")),
        ("last", ("2026-02-01", "2026-02-28")),
        ("year", ("2026-01-01", "2026-03-01")),
        ("last_year", ("2025-01-01", "2025-12-31")),
    ],
)
def test_presets(word: str, days: tuple[str, str]) -> None:
    assert days_of(word, "2026-03-01") == days
    assert checked(*days) == days


@pytest.mark.parametrize("dark", [False, True])
def test_colours_stand_out_from_the_card_and_figures_from_their_square(dark: bool) -> None:
    inks = Inks(Theme(RESOURCES, dark), dark, 1.0)
    card = inks.token("card")
    for name, colour in (DARK if dark else LIGHT).items():
        assert _contrast(QColor(colour), card) >= (2.0 if name in ("second", "faint") else 3.0), name
    for tenth in range(101):
        assert _contrast(inks.on_heat(tenth / 100), inks.heat(tenth / 100)) >= 4.5, tenth


def _contrast(one: QColor, other: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
                 for v in (colour.redF(), colour.greenF(), colour.blueF())]  # fmt: skip
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_plotting_library_is_reached_through_this_page_alone() -> None:
    """Nothing else imports it, or what imports it: it comes when the page is opened, by the page's name."""
    plotters, users = set(), set()
    for path in (ROOT / "desk").rglob("*.py"):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name in IMPORTED.findall(path.read_text("utf-8")):
            if name.split(".")[0] in ("pyqtgraph", "numpy"):
                plotters.add(module)
            if name.startswith(PACKAGE) and not module.startswith(PACKAGE):
                users.add(module)
    assert plotters == DRAWN
    assert users == set()
