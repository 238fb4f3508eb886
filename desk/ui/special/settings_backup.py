"""数据: a copy now, with progress and cancel; where the data lies; printers by their own way."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.words_of_time import clock_word
from desk.store.confidential import SUFFIX
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.fields import Field, TextField
from desk.ui.kit.labels import label, line
from desk.ui.kit.notice import Progress
from desk.ui.tasks import Cancelled, Token
from desk.ui.theme import theme

FOLDER = "backups"


class BackupSection(QWidget):
    """The copy is whole and encrypted with the same key; without the key file nobody can read either."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._token = Token()
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        column.addWidget(label("数据", "who"))
        column.addWidget(label("备份", "title"))
        column.addWidget(
            label(
                "整份数据抄一份, 照样加密. 投诉资料另成一份, 在它旁边, 两份要一起恢复。"
                "请另外收好钥匙文件 desk.key: 没有它, 备份谁也读不出来",
                "quiet",
                wrap=True,
            )
        )
        self.folder = TextField("备份到文件夹", words=False)
        self.folder_field = Field("备份到文件夹 (可以写 U 盘)", self.folder)
        column.addWidget(self.folder_field)
        self.now_button = KeyButton("现在备份", "Enter", PRIMARY)
        row = QHBoxLayout()
        row.addWidget(self.now_button)
        row.addStretch()
        column.addLayout(row)
        self.progress = Progress()
        column.addWidget(self.progress)
        self.result = label("", "body", wrap=True)
        column.addWidget(self.result)
        column.addWidget(line())
        column.addWidget(label("打印机", "title"))
        column.addWidget(label("打印机、纸张和偏移在打印预览里选, 按打印机记住; 那里也打校准页", "quiet", wrap=True))
        self.printers = KeyButton("打印机与校准页", "", icon="printer")
        row = QHBoxLayout()
        row.addWidget(self.printers)
        row.addStretch()
        column.addLayout(row)
        self.folder.finished.connect(self.backup)
        self.now_button.clicked.connect(self.backup)
        self.progress.cancelled.connect(lambda: self._token.cancel())
        self.printers.clicked.connect(lambda: counter.ways.print_wanted.emit([]))

    def enter(self) -> None:
        if not self.folder.text():
            self.folder.setText(str(self._counter.database.path.parent / FOLDER))

    def begin(self) -> None:
        self.folder.setFocus()

    def backup(self) -> None:
        """Copy on the work lane; a half copy is never left behind."""
        counter, now = self._counter, self._counter.now()
        folder = Path(self.folder.text().strip()).expanduser()
        name = f"desk-{day_of(now)}-{clock_word(now).replace(':', '')}.db"
        target, half, token = folder / name, folder / f"{name}.part", Token()
        self._token = token
        told = counter.work.report(self, self.progress.advance)
        self.folder_field.accept()
        self.result.setText("")
        self.now_button.setEnabled(False)
        self.progress.begin("正在备份")

        def tell(done: int, total: int) -> None:
            token.check()
            told(done, total)

        def work() -> int:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                half.unlink(missing_ok=True)
                counter.database.backup(half, tell)
                half.replace(target)
                if counter.own_file is not None:
                    counter.own_file.file.backup(target.with_suffix(SUFFIX))
                return target.stat().st_size
            except OSError as error:
                _remove(half)
                raise DeskError("备份没有写成", "这个文件夹写不进去: 请换一个, 或看看 U 盘插好没有") from error
            except Cancelled:
                _remove(half)
                raise DeskError("备份停下了", "没有留下半份; 要备份请再按一次") from None

        counter.work.run(self, work, lambda size: self._ended(f"已备份: {target} · {size / 1e6:.1f} MB"), self._failed)

    def _ended(self, words: str) -> None:
        self.progress.end()
        self.now_button.setEnabled(True)
        self.result.setText(words)

    def _failed(self, error: DeskError) -> None:
        self._ended("")
        self.folder_field.refuse(error)


def _remove(half: Path) -> None:
    """What was begun; where nothing can be written there is nothing to remove."""
    with suppress(OSError):
        half.unlink(missing_ok=True)
