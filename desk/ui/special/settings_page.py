"""设置: how it looks here, which estate, what the rules say, who may sign in, a copy of the data."""

from collections.abc import Sequence
from functools import cached_property
from typing import Protocol, TypeVar, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.labels import label
from desk.ui.kit.panels import OnePanel
from desk.ui.looks import Looks
from desk.ui.special.head_office import HeadOfficeSection
from desk.ui.special.settings_backup import BackupSection
from desk.ui.special.settings_camera import CameraSection
from desk.ui.special.settings_exchange import ExchangeSection
from desk.ui.special.settings_lists import ListsSection
from desk.ui.special.settings_looks import EstateSection, LooksSection
from desk.ui.special.settings_people import PeopleSection
from desk.ui.special.settings_rules import RulesSection
from desk.ui.theme import theme

S = TypeVar("S", bound=QWidget)
SECTIONS = (
    ("looks", "外观", "浅色深色, 字的大小"),
    ("estate", "小区", "现在管哪个小区"),
    ("rules", "规则", "时限、时段、回访"),
    ("people", "人员", "密码、新增人员"),
    ("data", "数据", "备份、打印机"),
    ("camera", "高拍仪", "拍了自动进来"),
    ("lists", "表格", "问题树、班组、回访问题"),
    ("exchange", "导入导出", "全部设置在一个 Excel 里"),
    ("office", "总部", "小区、电脑、合作方"),
)


class Section(Protocol):
    """One part of the page."""

    def enter(self) -> None:
        """Shown: read anew."""

    def begin(self) -> None:
        """Put the focus where work begins."""


class SettingsPage(QWidget):
    """Sections at the left by digit, their content at the right."""

    keys_changed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        look = theme()
        row = QHBoxLayout(self)
        pad = look.size("page")
        row.setContentsMargins(pad, look.size("gap"), pad, look.size("gap"))
        row.setSpacing(look.size("gap"))
        left = QFrame()
        left.setObjectName("card")
        left.setFixedWidth(look.px(236))
        column = QVBoxLayout(left)
        column.setContentsMargins(look.px(15), look.px(9), look.px(15), look.px(15))
        column.setSpacing(look.px(12))
        column.addWidget(label("设置", "heading"))
        self.choices = Choices("设置的部分", columns=1, tall=True, digit_goes_on=True)
        self.choices.show_choices([Choice(name, words, aside) for name, words, aside in SECTIONS], SECTIONS[0][0])
        column.addWidget(self.choices)
        column.addStretch()
        row.addWidget(left)
        right = QFrame()
        right.setObjectName("card")
        inside = QVBoxLayout(right)
        inside.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedWidget()
        inside.addWidget(self._stack)
        row.addWidget(right, 1)
        self._counter = counter
        self._worn: Looks | None = None
        self._placed: dict[str, QWidget] = {}
        self.panels = OnePanel(self)
        self.choices.chosen.connect(self._show)
        self.choices.finished.connect(self._begin)
        self.panels.opened.connect(self.keys_changed)
        self.panels.closed.connect(self.keys_changed)

    @property
    def part(self) -> str:
        """Which section is shown: the manual opens at it."""
        return self.choices.value

    def show_looks(self, looks: Looks) -> None:
        """The frame hands over what it was dressed by."""
        self._worn = looks

    # the parts, each under its name: made when somebody first looks at it

    @cached_property
    def looks(self) -> LooksSection:
        section = LooksSection()
        if self._worn is not None:
            section.join(self._worn)
        return self._place("looks", section)

    @cached_property
    def estate(self) -> EstateSection:
        return self._place("estate", EstateSection(self._counter))

    @cached_property
    def rules(self) -> RulesSection:
        return self._place("rules", RulesSection(self._counter, self.panels))

    @cached_property
    def people(self) -> PeopleSection:
        return self._place("people", PeopleSection(self._counter))

    @cached_property
    def data(self) -> BackupSection:
        return self._place("data", BackupSection(self._counter))

    @cached_property
    def camera(self) -> CameraSection:
        return self._place("camera", CameraSection(self._counter))

    @cached_property
    def lists(self) -> ListsSection:
        return self._place("lists", ListsSection(self._counter, self.panels))

    @cached_property
    def exchange(self) -> ExchangeSection:
        return self._place("exchange", ExchangeSection(self._counter))

    @cached_property
    def office(self) -> HeadOfficeSection:
        return self._place("office", HeadOfficeSection(self._counter))

    def _place(self, name: str, section: S) -> S:
        words = next(words for one, words, _aside in SECTIONS if one == name)
        self._placed[name] = section if hasattr(section, "WHOLE") else _scrolled(section, words)
        self._stack.addWidget(self._placed[name])
        return section

    def enter(self) -> None:
        self._show(self.choices.value)
        self.choices.setFocus()

    def keys(self) -> Sequence[tuple[str, str]]:
        if self.panels.is_open:
            return self.panels.keys()
        own = getattr(self._section(), "keys", None)
        if own is not None and not self.choices.hasFocus():
            return cast(Sequence[tuple[str, str]], own())
        return ((f"1-{len(SECTIONS)}", "选一部分"), ("Enter", "下一项 · 保存"), ("Esc", "返回"))

    def press(self, key: str) -> bool:
        if self.panels.is_open:
            return self.panels.press(key)
        own = getattr(self._section(), "press", None)
        if own is not None and own(key):
            return True
        if key == "Esc" and not self.choices.hasFocus():
            self.choices.setFocus()
            self.keys_changed.emit()
            return True
        return False

    def _begin(self) -> None:
        self._section().begin()
        self.keys_changed.emit()

    def _section(self) -> Section:
        return cast(Section, getattr(self, self.choices.value))

    def _show(self, name: str) -> None:
        section = self._section()
        self._stack.setCurrentWidget(self._placed[name])
        section.enter()


def _scrolled(section: QWidget, name: str) -> QScrollArea:
    look = theme()
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(look.px(24), look.px(16), look.px(24), look.px(16))
    section.setMaximumWidth(look.px(getattr(section, "WIDEST", 760)))
    column.addWidget(section)
    column.addStretch()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.setAccessibleName(name)
    return area
