"""Paper: the printers of this PC, what each of them needs, and pages painted onto one of them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Protocol

from PySide6.QtCore import QMarginsF, QObject, QRectF, QSizeF, QTimer
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desk.domain.errors import DeskError
from desk.services.slips.record import SlipFormat
from desk.store.database import Database
from desk.ui.counter import Counter
from desk.ui.remembered import recall, remember
from desk.ui.tasks import Token
from reports.preview import Pages
from reports.slips.paper import COPIES, OFFSET_LIMIT, PAPERS, Offset

FILE = ""  # the name of no printer: a PDF file
FILE_WORDS = "存成 PDF 文件"
MORE_COPIES = ("工程联", "财务联")
MOST_DPI = 360
NEEDLE_DPI = 180  # dot matrix: sharp edges, no grey
LAST = "printer/last"


@dataclass(frozen=True, slots=True)
class Profile:
    """What one printer needs; remembered under its name. `ask`: it gives no status, so a person says if paper came."""

    name: str = FILE
    paper: str = str(SlipFormat.A5)
    copies: int = len(COPIES)
    dx: int = 0
    dy: int = 0
    ask: bool = True
    notes: bool = False  # a note for every door comes with the slips

    @property
    def format(self) -> SlipFormat:
        return SlipFormat.of(self.paper) or SlipFormat.A5

    @property
    def offset(self) -> Offset:
        return Offset(self.dx, self.dy)

    @property
    def copy_names(self) -> tuple[str, ...]:
        return (*COPIES, *MORE_COPIES)[: self.copies]

    @property
    def words(self) -> str:
        return self.name or FILE_WORDS

    def bounded(self) -> "Profile":
        """The same within what paper allows, whatever was remembered."""
        most = len(COPIES) + len(MORE_COPIES)
        dx, dy = (max(-OFFSET_LIMIT, min(OFFSET_LIMIT, value)) for value in (self.dx, self.dy))
        return replace(self, paper=str(self.format), copies=max(len(COPIES), min(most, self.copies)), dx=dx, dy=dy)


def is_one_strike(profile: Profile) -> bool:
    """Paper of several plies: one page is all copies."""
    return PAPERS[profile.format].one_strike


def recall_profile(database: Database, name: str) -> Profile:
    told = recall(database, f"printer/at/{name}")
    known = told if isinstance(told, dict) else {}
    kept = {key: known[key] for key, kind in KINDS.items() if isinstance(known.get(key), kind)}
    return Profile(name=name, **kept).bounded()


KINDS: dict[str, type] = {"paper": str, "copies": int, "dx": int, "dy": int, "ask": bool, "notes": bool}


def remember_profile(counter: Counter, owner: QObject, profile: Profile) -> None:
    told = {key: value for key, value in asdict(profile).items() if key in KINDS}
    remember(counter, owner, f"printer/at/{profile.name}", told)
    remember(counter, owner, LAST, profile.name)


class Printers(Protocol):
    """The printers that can be reached."""

    def names(self) -> Sequence[str]: ...

    def open(self, name: str) -> QPrinter: ...

    def trouble(self, printer: QPrinter) -> str:
        """What the printer says is wrong after it was given its pages; empty where it says nothing."""
        ...


class SystemPrinters:
    """Those of the operating system."""

    def names(self) -> Sequence[str]:
        default = QPrinterInfo.defaultPrinterName()
        return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name))

    def open(self, name: str) -> QPrinter:
        if name not in QPrinterInfo.availablePrinterNames():
            raise DeskError(f"找不到打印机“{name}”", "请检查电源和连线, 或换一台")
        return QPrinter(QPrinterInfo.printerInfo(name), QPrinter.PrinterMode.HighResolution)

    def trouble(self, printer: QPrinter) -> str:
        bad = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
        if printer.printerState() in bad or QPrinterInfo(printer).state() in bad:
            return "打印机报错"
        return ""


@dataclass(frozen=True, slots=True)
class PageKind:
    """The whole page in mm as it lies in the PDF; `needles`: a dot matrix, sharp edges, no grey."""

    width: float
    height: float
    needles: bool = False

    @classmethod
    def of(cls, slip_format: SlipFormat) -> "PageKind":
        width, height = PAPERS[slip_format].page
        return cls(width, height, slip_format is SlipFormat.PLIES)


A4, A4_ACROSS = PageKind(210, 297), PageKind(297, 210)
STANDARD = {(148, 210): QPageSize.PageSizeId.A5, (210, 297): QPageSize.PageSizeId.A4,
            (297, 420): QPageSize.PageSizeId.A3}  # fmt: skip


def set_page(printer: QPrinter, kind: PageKind) -> None:
    """The whole sheet, no scaling: the offset of the PDF is what a ruler measures."""
    sides = (round(min(kind.width, kind.height)), round(max(kind.width, kind.height)))
    across = kind.width > kind.height and sides in STANDARD
    if sides in STANDARD:
        size = QPageSize(STANDARD[sides])
    else:
        size = QPageSize(
            QSizeF(kind.width, kind.height), QPageSize.Unit.Millimeter, f"{kind.width:g}x{kind.height:g}",
            QPageSize.SizeMatchPolicy.ExactMatch,
        )  # fmt: skip
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(size, way, QMarginsF(0, 0, 0, 0)))


def set_paper(printer: QPrinter, slip_format: SlipFormat) -> None:
    set_page(printer, PageKind.of(slip_format))


def page_image(pdf: bytes, number: int, dpi: float, smooth: bool) -> QImage:
    """One page as pixels; on the work lane."""
    with Pages(pdf) as pages:
        page = pages.image(number, dpi, smooth=smooth)
    return QImage(page.rgb, page.width, page.height, 3 * page.width, QImage.Format.Format_RGB888).copy()


class PaintRun(QObject):
    """Paints a PDF page by page, so that the window lives and a long batch can be stopped.

    `done` after the last page was handed over; `failed` with a DeskError; nothing after `stop`.
    """

    def __init__(
        self,
        counter: Counter,
        printer: QPrinter,
        pdf: bytes,
        pages: int,
        kind: PageKind,
        told: Callable[[int, int], None],
        done: Callable[[], None],
        failed: Callable[[DeskError], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._counter, self._printer, self._pdf, self._pages = counter, printer, pdf, pages
        self._told, self._done, self._failed = told, done, failed
        self._needles = kind.needles
        self._dpi = min(printer.resolution(), NEEDLE_DPI if self._needles else MOST_DPI)
        self._token = Token()
        self._painter = QPainter()
        self.painted = 0  # pages that were handed over
        set_page(printer, kind)

    def begin(self) -> None:
        if not self._painter.begin(self._printer):
            self._end()
            self._failed(DeskError("打印机没有响应", "请检查电源、纸和连线, 再按一次打印"))
            return
        self._next(0)

    def stop(self) -> None:
        """The person stops it: what is not yet out is taken back where the printer can."""
        self._token.cancel()
        if self._painter.isActive():
            self._painter.end()
        self._printer.abort()

    def _next(self, number: int) -> None:
        if self._token.cancelled:
            return
        pdf, dpi, smooth = self._pdf, self._dpi, not self._needles

        def failed(error: Exception) -> None:
            self.stop()
            told = error if isinstance(error, DeskError) else DeskError("这一页画不出来", "请再试一次")
            self._failed(told)

        self._counter.work.run(
            self, lambda: page_image(pdf, number, dpi, smooth), lambda image: self._paint(number, image), failed
        )

    def _paint(self, number: int, image: QImage) -> None:
        if self._token.cancelled:
            return
        if number and not self._printer.newPage():
            self.stop()
            self._failed(DeskError("打印机中途停下了", "请检查纸张后再打, 这些单子仍算未打印"))
            return
        self._painter.drawImage(QRectF(self._printer.paperRect(QPrinter.Unit.DevicePixel)), image)
        self.painted = number + 1
        self._told(number + 1, self._pages)
        if number + 1 < self._pages:
            QTimer.singleShot(0, self, lambda: self._next(number + 1))
            return
        self._end()
        self._done()

    def _end(self) -> None:
        if self._painter.isActive():
            self._painter.end()
