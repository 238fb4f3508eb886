"""The poster as it will hang, beside the form: drawn anew a moment after the last word."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from desk.domain.flow import Values
from desk.paths import RESOURCES
from desk.ui.counter import Counter
from desk.ui.print_jobs import office_of
from desk.ui.theme import theme
from reports.fonts import PaperFonts
from reports.posters.of_notice import PosterKind, poster_of
from reports.posters.paper import PosterFormat, render_poster
from reports.preview import Pages

WAIT_MS = 350
DPI = 76


class PosterView(QFrame):
    """`show_notice` asks for a picture of these values; the newest asked for is shown."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grey")
        self._counter = counter
        self._wanted: tuple[Values, PosterKind | None] | None = None
        self._asked: object = None
        self._image = QImage()
        self._fonts: PaperFonts | None = None
        column = QVBoxLayout(self)
        pad = theme().px(8)
        column.setContentsMargins(pad, pad, pad, pad)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.picture.setAccessibleName("海报预览")
        self.picture.setMinimumSize(theme().px(240), theme().px(340))
        column.addWidget(self.picture, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._draw)

    @property
    def drawn(self) -> bool:
        return not self._image.isNull()

    def show_notice(self, values: Values, kind: PosterKind | None = None, at_once: bool = False) -> None:
        if (values, kind) == self._wanted and not at_once:
            return
        self._wanted = (dict(values), kind)
        self._timer.start(0 if at_once else WAIT_MS)

    def _draw(self) -> None:
        if self._wanted is None:
            return
        (values, kind), counter = self._wanted, self._counter
        database, scope, now, link = (
            counter.database,
            counter.scope,
            counter.now(),
            counter.settings().text("notice.link"),
        )
        self._asked = asked = object()

        def work() -> tuple[PaperFonts, QImage]:
            fonts = self._fonts or PaperFonts.load(RESOURCES / "fonts")
            office = office_of(database, scope)
            told = {"id": "0", **values}
            poster = poster_of(told, office.company, office.estate, link, now, kind)
            with Pages(render_poster(fonts, poster, PosterFormat.A4, made_at=now)) as pages:
                page = pages.image(0, DPI)
            image = QImage(page.rgb, page.width, page.height, 3 * page.width, QImage.Format.Format_RGB888).copy()
            return fonts, image

        def done(found: tuple[PaperFonts, QImage]) -> None:
            self._fonts = found[0]
            if asked is self._asked:
                self._image = found[1]
                self._fit()

        counter.work.run(self, work, done, counter.ways.refused.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._image.isNull():
            return
        pad = 2 * theme().px(8)
        room = self.size().shrunkBy(self.contentsMargins())
        shown = self._image.scaled(
            max(room.width() - pad, 1), max(room.height() - pad, 1), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        self.picture.setPixmap(QPixmap.fromImage(shown))
