"""Light, dark or as the system; 100 to 200 %: remembered on this PC, changed while the window is open."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication

from desk.store.this_pc import MODE, SCALE
from desk.ui.theme import Theme

LIGHT, DARK, SYSTEM = "light", "dark", "system"
MODES = (LIGHT, DARK, SYSTEM)
SCALES = (100, 125, 150, 175, 200)


def largest(width: int, height: int) -> int:
    """The largest of SCALES at which nothing is cut on a screen of so many px: 125 % on 1366 x 768, 175 % on 1080p."""
    room = min(width * 125 // 1366, height * 125 // 768)
    return max((one for one in SCALES if one <= room), default=SCALES[0])


class Looks(QObject):
    """The theme and what was chosen for it. `changed`: everything on the screen is to be made anew."""

    changed = Signal()

    def __init__(
        self, application: QApplication, look: Theme, keep: Callable[[Mapping[str, str]], None],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        """`keep` remembers a choice for the next start."""
        super().__init__(parent)
        self._application, self._look, self._keep = application, look, keep
        self.mode, self.percent = LIGHT, 100
        look.apply(application)
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    def recall(self, remembered: Mapping[str, str]) -> None:
        """Dress as this PC remembers; unknown words are as if nothing was remembered."""
        mode, percent = remembered.get(MODE, LIGHT), remembered.get(SCALE, "100")
        self.mode = mode if mode in MODES else LIGHT
        self.percent = int(percent) if percent.isdigit() and int(percent) in SCALES else 100
        self._wear()

    def choose(self, mode: str | None = None, percent: int | None = None) -> None:
        """Dress anew at once, and remember it for the next start."""
        self.mode, self.percent = mode or self.mode, percent or self.percent
        self._keep({MODE: self.mode, SCALE: str(self.percent)})
        self._wear()

    @Slot()
    def _system_changed(self) -> None:
        if self.mode == SYSTEM:
            self._wear()

    def _wear(self) -> None:
        """Nothing is measured twice where nothing changes."""
        scheme = self._application.styleHints().colorScheme()
        dark = self.mode == DARK or (self.mode == SYSTEM and scheme == Qt.ColorScheme.Dark)
        if (dark, self.percent / 100) != (self._look.dark, self._look.scale):
            self._look.wear(self._application, dark, self.percent / 100)
            self.changed.emit()
