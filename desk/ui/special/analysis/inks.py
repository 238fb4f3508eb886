"""Colours of charts: told apart by eyes that do not tell red from green, light and dark."""

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont

from desk.ui.theme import Theme

# After Okabe and Ito; the dark ones are raised until they stand out from the dark card.
LIGHT = {"alarm": "#d55e00", "main": "#3f6fb5", "calm": "#009e73", "faint": "#98a2b3", "second": "#e69f00"}
DARK = {"alarm": "#f28b45", "main": "#7ea6e8", "calm": "#3cc79b", "faint": "#667085", "second": "#f0b93f"}
HEAT = {False: ("#f0f4fa", "#174a8c"), True: ("#222c3a", "#9cc1f7")}
STRETCHED = 0.6
# What the series of a chart are drawn in, in their order.
OF_CHART = {
    "volume": ("alarm", "main", "calm", "faint"),
    "load": ("main", "second"),
    "complaints": ("alarm", "second", "faint"),
    "calls": ("alarm", "main"),
}


@dataclass(frozen=True)
class Inks:
    """A theme as a chart needs it; `dark` as it is worn, or the light one for paper."""

    theme: Theme
    dark: bool
    scale: float

    @classmethod
    def worn(cls, theme: Theme) -> "Inks":
        return cls(theme, theme.dark, theme.scale)

    @classmethod
    def paper(cls, theme: Theme) -> "Inks":
        """Light, whatever the screen wears, at 100 %."""
        from desk.paths import RESOURCES

        return cls(Theme(RESOURCES), False, 1.0)

    def px(self, length: float) -> int:
        return round(length * self.scale)

    def token(self, name: str) -> QColor:
        return self.theme.colour(name)

    def font(self, name: str = "caption", bold: bool = False) -> QFont:
        return self.theme.font(name, bold)

    def series(self, chart: str, number: int) -> QColor:
        names = OF_CHART.get(chart, ("main",))
        return QColor((DARK if self.dark else LIGHT)[names[number % len(names)]])

    def line(self, good: bool) -> QColor:
        """A share that reaches its target, and one that does not; the shape says it too."""
        return QColor((DARK if self.dark else LIGHT)["main" if good else "alarm"])

    def heat(self, share: float) -> QColor:
        """From the ground of nothing (0) to the most there is (1); one that stands out does not drown the others."""
        share **= STRETCHED
        low, high = (QColor(one) for one in HEAT[self.dark])
        parts = (
            (a, b)
            for a, b in zip(low.getRgb()[:3], high.getRgb()[:3], strict=True)  # type: ignore[index]
        )
        return QColor(*(round(a + (b - a) * share) for a, b in parts))

    def on_heat(self, share: float) -> QColor:
        """A figure on that ground, at least 4.5 to 1."""
        ground = self.heat(share)
        light, dark = QColor("#ffffff"), QColor("#000000")
        return light if _contrast(light, ground) >= _contrast(dark, ground) else dark


def _contrast(one: QColor, other: QColor) -> float:
    high, low = sorted((_light(one), _light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _light(colour: QColor) -> float:
    def part(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF())
