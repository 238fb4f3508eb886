"""Before anybody can sign in: data being made ready, an office being founded, or a word why it cannot open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.ui.kit.buttons import PRIMARY, QUIET, KeyButton
from desk.ui.kit.fields import Field, FigureField, TextField, chain
from desk.ui.kit.keys import key_name
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice
from desk.ui.special.join_form import JoinForm
from desk.ui.theme import theme

WIDTH = 480
ALONE = "单机开始: 先写下是哪家公司、哪个小区, 和第一位能管账号的人 (总部); 以后也能接入服务器"
SERVER = "连接公司服务器: 请总部在“设置 → 总部”里给这台电脑开一个接入码"
TO_SERVER, TO_ALONE = "公司已有服务器, 去连接", "不连服务器, 单机开始"


class PreparingPage(QWidget):
    """A bar, what is being done, and a way to stop it."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        look = theme()
        box = QFrame()
        box.setObjectName("card")
        box.setFixedWidth(look.px(WIDTH))
        column = QVBoxLayout(box)
        column.setContentsMargins(look.px(32), look.px(28), look.px(32), look.px(28))
        column.setSpacing(look.px(12))
        self._words = label("", "who")
        self._advice = label("", "quiet", wrap=True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName("进度")
        self._stop = KeyButton("取消")
        column.addWidget(self._words)
        column.addWidget(self._advice)
        column.addSpacing(look.px(8))
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._stop)
        column.addLayout(row)
        _centre(self, box)
        self._stop.clicked.connect(self.cancelled)

    def begin(self, sample: bool, old: bool, many: bool = False) -> None:
        """Only sample data can be stopped; `old`: there is yesterday's to go on with; `many` estates take longer."""
        self._words.setText("正在准备示例数据" if sample else "正在准备数据")
        advice = "两个小区, 一年的报修; 约半分钟" if sample else "第一次打开或程序更新后要几秒钟"
        if many:
            advice = "200 个小区, 一年 100 万张报修单, 全是编的; 要 5 到 10 分钟, 占 3.5 GB"
        self._advice.setText(advice)
        self._bar.setRange(0, 0)
        self._stop.setVisible(sample)
        self._stop.setText("先用昨天的" if old else "退出")
        self._stop.setAccessibleName(self._stop.text())

    def advance(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)


class FirstRunPage(QWidget):
    """A new, empty folder: an office of its own (company, estate, first person, secret), or the company's server.

    F4 changes between the two, Enter goes on, F9 begins.
    """

    founded = Signal(dict)
    joined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        look = theme()
        box = QFrame()
        box.setObjectName("card")
        box.setFixedWidth(look.px(WIDTH))
        column = QVBoxLayout(box)
        column.setContentsMargins(look.px(32), look.px(24), look.px(32), look.px(24))
        column.setSpacing(look.px(10))
        column.addWidget(label("新的数据文件夹", "who"))
        self._asked = label(ALONE, "quiet", wrap=True)
        column.addWidget(self._asked)
        outside, (office, column) = column, _page()
        self.inputs: dict[str, TextField] = {
            "company": TextField("公司全称", hint="例如 安和物业服务有限公司"),
            "estate": TextField("小区名称", hint="例如 翠湖花园"),
            "name": TextField("您的姓名"),
            "staff_no": FigureField("工号", hint="例如 01"),
            "secret": FigureField("密码"),
            "again": FigureField("再输一次密码"),
        }
        labels = {"secret": "密码 (4–6 位数字)"}
        self.fields = {name: Field(labels.get(name, one.accessibleName()), one) for name, one in self.inputs.items()}
        for name in ("secret", "again"):
            self.inputs[name].setEchoMode(TextField.EchoMode.Password)
            self.inputs[name].setMaxLength(64)
        for names in (("company",), ("estate",), ("name", "staff_no"), ("secret", "again")):
            row = QHBoxLayout()
            row.setSpacing(look.px(12))
            for name in names:
                row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        self.save = KeyButton("开始使用", "F9", PRIMARY)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.save)
        column.addSpacing(look.px(4))
        column.addLayout(row)
        self.join = JoinForm()
        self._pages = QStackedWidget()
        self._pages.addWidget(office)
        self._pages.addWidget(self.join)
        self.other = KeyButton(TO_SERVER, "F4", QUIET)
        outside.addWidget(self._pages)
        outside.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self.other.clicked.connect(self.turn)
        self.join.joined.connect(self.joined)
        _centre(self, box)
        chain(*self.inputs.values(), last=self._found)
        self.save.clicked.connect(self._found)

    def begin(self) -> None:
        self.inputs["company"].setFocus()

    def resume(self, url: str) -> None:
        """This folder belongs to a company's server already: no office of its own is founded in it."""
        self.turn()
        self.other.hide()
        self.join.resume(url)
        self.join.begin()

    def turn(self) -> None:
        """From an office of its own to the company's server, and back."""
        to_server = self._pages.currentWidget() is not self.join
        self._pages.setCurrentIndex(1 if to_server else 0)
        self._asked.setText(SERVER if to_server else ALONE)
        self.other.setText(TO_ALONE if to_server else TO_SERVER)
        self.other.setAccessibleName(f"{self.other.text()} F4")
        self.other.updateGeometry()
        if to_server:
            self.join.begin()
        else:
            self.begin()

    def refuse(self, error: DeskError) -> None:
        """Beside the field it speaks of, else beside the last."""
        self.save.setEnabled(True)
        self.fields.get(error.field or "", self.fields["again"]).refuse(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The window's own keys are not joined yet: nobody has sat down."""
        key = key_name(event)
        if key == "F4" and not self.other.isHidden():
            self.turn()
        elif key in ("F9", "Ctrl+Return"):
            (self.join.save if self._pages.currentWidget() is self.join else self.save).click_or_say()
        else:
            super().keyPressEvent(event)

    def _found(self) -> None:
        told = {name: one.text().strip() for name, one in self.inputs.items()}
        for name, one in self.fields.items():
            if not told[name]:
                one.refuse(f"请填{self.inputs[name].accessibleName()}")
                return
            one.accept()
        if told["secret"] != told["again"]:
            self.fields["again"].refuse("两次密码不一样, 请再输一次")
            return
        self.save.setEnabled(False)
        self.founded.emit(told)


class RefusedPage(QWidget):
    """Why the desk cannot be opened, and the way out."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ground")
        column = QVBoxLayout(self)
        self.notice = Notice()
        column.addWidget(self.notice)
        self.notice.step_wanted.connect(self.closed)

    def show_error(self, error: DeskError) -> None:
        self.notice.show_notice("triangle-alert", error.message, error.advice, "关闭")


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme().px(10))
    return page, column


def _centre(page: QWidget, box: QWidget) -> None:
    column = QVBoxLayout(page)
    column.addStretch(1)
    column.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(1)
