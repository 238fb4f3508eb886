"""A printer of the office: what it prints lies in a tray as PDF files, and it can be out of order."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

NAME = "前台针式"
DPI = 72  # sheets are counted here, not looked at


class PaperTray:
    """Answers as the system's printers do (desk.ui.printing.Printers); the hardware is a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.broken = ""
        self._count = 0

    @property
    def sheets(self) -> list[Path]:
        return sorted(self.folder.glob("sheet-*.pdf"))

    def names(self) -> Sequence[str]:
        return [NAME]

    def open(self, name: str) -> QPrinter:
        assert name == NAME
        self._count += 1
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setResolution(DPI)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.folder / f"sheet-{self._count:02d}.pdf"))
        return printer

    def trouble(self, printer: QPrinter) -> str:
        return self.broken
