"""高拍仪: which folder its program writes into, on this PC."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desk.store import this_pc
from desk.ui.counter import Counter
from desk.ui.kit.buttons import QUIET, KeyButton
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.file_choice import FileChoice
from desk.ui.kit.labels import label, retone
from desk.ui.theme import theme


class CameraSection(QWidget):
    """The folder as words, or chosen; kept at once, empty: none."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._folders = FileChoice(self, "高拍仪的照片文件夹", mode=QFileDialog.FileMode.Directory)
        self._folders.taken.connect(self._take)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        column.addWidget(label("高拍仪", "who"))
        words = "高拍仪的程序把照片存到哪个文件夹, 就填哪个: 拍一张, 就进到打开着的受理或照片里"
        column.addWidget(label(words, "quiet", wrap=True))
        self.folder = TextField("照片文件夹", True, "例如 D:\\高拍仪", "")
        self._field = Field("", self.folder)
        choose = KeyButton("选文件夹", "", QUIET)
        row = QHBoxLayout()
        row.addWidget(self._field, 1)
        row.addWidget(choose, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.state = label("", "body", wrap=True)
        column.addWidget(self.state)
        self.folder.finished.connect(self._keep)
        choose.clicked.connect(self._choose)

    def enter(self) -> None:
        kept = this_pc.remembered(self._counter.database).get(this_pc.CAMERA, "")
        self.folder.setText(kept)
        self._show()

    def begin(self) -> None:
        self.folder.setFocus()

    def _choose(self) -> None:
        self._folders.ask(self.folder.text())

    def _take(self, folders: list[Path]) -> None:
        self.folder.setText(str(folders[0]))
        self._keep()

    def _keep(self) -> None:
        counter, text = self._counter, self.folder.text().strip()
        if text and not Path(text).is_dir():
            self._field.refuse("没有这个文件夹: 请在高拍仪的程序里看照片存到哪里")
            return
        self._field.accept()
        database = counter.database
        counter.db.run(self, lambda: this_pc.remember(database, {this_pc.CAMERA: text}))
        counter.camera.watch(Path(text) if text else None)
        self._show()

    def _show(self) -> None:
        watched = self._counter.camera.folder
        self.state.setText("正在看这个文件夹, 新照片会自动进来" if watched else "还没有设置, 照片用 Ctrl+V 或选文件")
        retone(self.state, "good" if watched else "")
