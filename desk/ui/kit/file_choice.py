"""Choosing files: one dialog at a time that never blocks the window, and what is dropped on it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget


class FileChoice(QObject):
    """`taken` carries what was chosen, a list of paths. A second `ask` while the dialog stands does nothing."""

    taken = Signal(object)

    def __init__(
        self,
        beside: QWidget,
        title: str,
        kinds: str = "",
        mode: QFileDialog.FileMode = QFileDialog.FileMode.ExistingFile,
    ) -> None:
        super().__init__(beside)
        self._beside, self._title, self._kinds, self._mode = beside, title, kinds, mode
        self.dialog: QFileDialog | None = None

    def ask(self, begin_in: str = "") -> None:
        if self.dialog is not None:
            return
        dialog = QFileDialog(self._beside, self._title, begin_in, self._kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.NonModal)
        dialog.setFileMode(self._mode)
        dialog.filesSelected.connect(self._take)
        dialog.destroyed.connect(self._forget)
        self.dialog = dialog
        dialog.show()

    def _take(self, names: list[str]) -> None:
        self.taken.emit([Path(name) for name in names])

    def _forget(self) -> None:
        self.dialog = None


def files_of(mime: QMimeData) -> list[Path]:
    """The files of this machine that are dragged or lie on the clipboard."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
