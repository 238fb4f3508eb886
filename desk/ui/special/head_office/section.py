"""总部 in the settings: joined to the server or not yet; then estates, computers, partners."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desk.domain.roles import Role
from desk.ui.counter import Counter
from desk.ui.kit.labels import label, line
from desk.ui.page_tabs import Tabs
from desk.ui.special.head_office.devices import DevicesPart
from desk.ui.special.head_office.estates import EstatesPart
from desk.ui.special.head_office.line import OfficeLine
from desk.ui.special.head_office.part import Part
from desk.ui.special.head_office.partners import PartnersPart
from desk.ui.special.join_form import Hands, JoinForm
from desk.ui.theme import theme

TABS = (("estates", "小区"), ("devices", "电脑"), ("partners", "合作方"))
KEEPERS = frozenset({Role.HEAD_OFFICE, Role.MANAGER})
ALONE = "单机使用: 数据只在这台电脑里。接入公司服务器后, 几台电脑一起用, 断网照常录入。"


class HeadOfficeSection(QWidget):
    """Estates are there also without a server; computers and partners only with one. Fills its place itself."""

    WHOLE = True

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self.line = OfficeLine(counter)
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
        column.setSpacing(look.px(8))
        self.heading = label("总部", "who")
        self.stands = label("", "quiet", wrap=True)
        self.tabs = Tabs("总部", TABS)
        self.parts: dict[str, Part] = {
            "estates": EstatesPart(counter, self.line), "devices": DevicesPart(counter, self.line),
            "partners": PartnersPart(counter, self.line),
        }  # fmt: skip
        self.join = JoinForm()
        self.join.setMaximumWidth(look.px(560))
        self._pages = QStackedWidget()
        for part in self.parts.values():
            self._pages.addWidget(part)
        joining = QWidget()
        inside = QVBoxLayout(joining)
        inside.setContentsMargins(0, look.px(8), 0, 0)
        inside.addWidget(self.join)
        inside.addStretch()
        self._joining = joining
        self._pages.addWidget(joining)
        for one in (self.heading, self.stands, self.tabs, line(), self._pages):
            column.addWidget(one, 1 if one is self._pages else 0)
        self.tabs.chosen.connect(self._show)
        self.join.joined.connect(self._joined)

    # what the settings ask

    def enter(self) -> None:
        counter = self._counter
        self.join.hands = Hands(counter.work, counter.database, counter.clock, self.line.reach)
        self._show(self.tabs.value)

    def begin(self) -> None:
        self.tabs.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("←→", "换一栏"), ("Enter", "管理 · 新增"), ("F5", "刷新"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if self._pages.currentWidget() is self._joining and key in ("F9", "Ctrl+Return"):
            self.join.save.click_or_say()
            return True
        return self._part().press(key) if self._pages.currentWidget() is not self._joining else False

    def _part(self) -> Part:
        return self.parts[self.tabs.value]

    def _show(self, name: str) -> None:
        from sync.client import kept

        counter = self._counter
        me = kept.identity(counter.database)
        if not counter.actor.may(KEEPERS):
            self.stands.setText("小区、电脑、合作方由总部和项目经理管理")
            part = self.parts["estates"]
            part.notice.refused("项目经理")
            part.adding.hide()
            self.tabs.hide()
            self._pages.setCurrentWidget(part)
            return
        self.tabs.show()
        self.stands.setText(f"已接入 {me.url}" if me is not None else ALONE)
        if name != "estates" and me is None:
            self._pages.setCurrentWidget(self._joining)
            return
        self._pages.setCurrentWidget(self.parts[name])
        self.parts[name].tell("")
        self.parts[name].read()

    def _joined(self) -> None:
        self._counter.ways.enrolled.emit()
        self._counter.ways.said.emit("已接入公司服务器, 以前录的会自动上传")
        self._show(self.tabs.value)
