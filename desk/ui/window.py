"""The one window: an opening page, then the frame; over both what hides them. It builds nothing of the office."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk.ui.special.sign_in import SignInPage
from desk.ui.theme import theme

if TYPE_CHECKING:
    from desk.ui.kit.cover import LockScreen, PrivacyScreen

TITLE = "物业前台"
SMALLEST = (1024, 640)


class Window(QWidget):
    """`painted` once after the first paint: only then the rest is imported. Locked or covered, work stays as it is."""

    painted = Signal()
    closing = Signal()

    def __init__(self, clock: Callable[[], int]) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.setWindowTitle(TITLE)
        self._clock = clock
        self.was_painted = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self._privacy: PrivacyScreen | None = None
        self.sign_in = SignInPage(clock)
        self._stack.addWidget(self.sign_in)
        self.lock_page: SignInPage | None = None
        self.lock_screen: LockScreen | None = None
        self.setMinimumSize(*SMALLEST)

    @property
    def page(self) -> QWidget:
        shown = self._stack.currentWidget()
        assert shown is not None
        return shown

    def show_page(self, page: QWidget) -> None:
        """Show an opening page or the frame; a page that was shown before and is not kept dies."""
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def drop_page(self, page: QWidget) -> None:
        self._stack.removeWidget(page)
        page.hide()
        page.deleteLater()

    def renew(self) -> None:
        """The look has changed: sign-in and lock are made anew; the caller makes its frame anew."""
        was = self.page is self.sign_in
        old, self.sign_in = self.sign_in, SignInPage(self._clock)
        self._stack.addWidget(self.sign_in)
        if was:
            self._stack.setCurrentWidget(self.sign_in)
        self.drop_page(old)
        if self.lock_screen is not None and not self.lock_screen.is_open:
            self.lock_screen.deleteLater()
            self.lock_screen = self.lock_page = None

    def cover(self, office: str) -> None:
        """F12: nothing but the office's name, until F12 again."""
        from desk.ui.kit.cover import PrivacyScreen

        if self._privacy is None:
            self._privacy = PrivacyScreen(self)
        self._privacy.show_office(office)
        self._privacy.cover()

    @property
    def is_covered(self) -> bool:
        return self._privacy is not None and self._privacy.is_open

    def lock(self) -> SignInPage:
        """Cover everything with the lock; says the page on it, to be filled and joined once."""
        from desk.ui.kit.cover import LockScreen

        if self._privacy is not None:
            self._privacy.uncover()
        if self.lock_page is None or self.lock_screen is None:
            self.lock_page = SignInPage(self._clock, lock=True)
            self.lock_screen = LockScreen(self, self.lock_page)
        self.lock_screen.cover()
        return self.lock_page

    def unlock(self) -> None:
        if self.lock_screen is not None:
            self.lock_screen.uncover()

    @property
    def is_locked(self) -> bool:
        return self.lock_screen is not None and self.lock_screen.is_open

    @property
    def is_hidden(self) -> bool:
        """Whether something hides the work: keys belong to it alone."""
        return self.is_locked or self.is_covered

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.was_painted:
            self.was_painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.closing.emit()
        super().closeEvent(event)

    def fit(self) -> None:
        """Open as large as the screen where that is small, else at a size that holds a day's work."""
        room = self.screen().availableGeometry()
        look = theme()
        if room.width() <= look.px(1440):
            self.resize(room.size())  # where no window manager is, nobody maximises
            self.showMaximized()
        else:
            self.resize(min(look.px(1440), room.width()), min(look.px(900), room.height()))
            self.show()
