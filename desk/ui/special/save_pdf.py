"""Where no printer is: the paper as a PDF file, in a strip of its own; the path can be changed before Enter."""

import os
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import Field, TextField
from desk.ui.page_export import documents
from desk.ui.theme import theme

ENDING = ".pdf"


def write(path: Path, pdf: bytes) -> None:
    """The whole file or none."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(pdf)
        os.replace(unfinished, path)
    except OSError as error:
        raise DeskError("存不进这个文件夹", "请换一个文件夹, 或关闭正在打开它的程序") from error
    finally:
        unfinished.unlink(missing_ok=True)


class SaveStrip(QFrame):
    """`saved` carries the path of the file that was written."""

    saved = Signal(object)

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grey")
        self._counter = counter
        self._pdf = b""
        look = theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        self.path = TextField("PDF 存到", hint="文件名")
        self.path.finished.connect(self._save)
        self.field = Field("PDF 存到", self.path)
        self.button = KeyButton("存", "Enter", PRIMARY, "file-down")
        self.button.clicked.connect(self._save)
        row.addWidget(self.field, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.hide()

    def open(self, pdf: bytes, name: str) -> None:
        self._pdf = pdf
        self.field.accept()
        self.path.setText(str(documents() / f"{name}{ENDING}"))
        self.show()
        self.path.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        typed = self.path.text().strip()
        if not typed:
            self.field.refuse("还没有写文件名")
            return
        path = Path(typed).expanduser()
        path = path if path.suffix.lower() == ENDING else path.with_name(path.name + ENDING)
        path = path if path.is_absolute() else documents() / path
        pdf = self._pdf

        def done(_nothing: None) -> None:
            self.hide()
            self.saved.emit(path)

        def failed(error: Exception) -> None:
            self.field.refuse(str(error))

        self._counter.work.run(self, lambda: write(path, pdf), done, failed)
