"""分析: which chart, which days, which estates; the chart, the list behind a figure, the picture and the table."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.words_of_time import full_moment
from desk.services.assessment.analysis.charts import CHARTS, READERS
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.drill_list import DrillList
from desk.ui.kit.panels import OnePanel
from desk.ui.open_record import open_record
from desk.ui.page_export import documents
from desk.ui.papers import DocumentPapers
from desk.ui.printing import A4_ACROSS
from desk.ui.special.analysis import exporting, words
from desk.ui.special.analysis.asked import ALL, Estate, estates_of, offered
from desk.ui.special.analysis.estates_pane import EstatesPane
from desk.ui.special.analysis.frame import PageFrame
from desk.ui.special.analysis.reading import Read, Wanted, drill, read
from desk.ui.special.free_path import free_path
from desk.ui.tasks import Token

KEYS = (
    ("1-7", "哪些天"), ("Ctrl+1-9", "哪张图"), ("+ -", "换图"), ("←→ ↑↓", "走到哪个数"), ("Enter", "看名单"),
    ("F8", "预览打印"), ("F9", "存表格"), ("F5", "重新统计"),
)  # fmt: skip
TOLD_BY = ("work_order", "revisit", "fresh_order", "complaint", "force_majeure", "branch")


class AnalysisPage(PageFrame):
    """`part` names the chart, for the manual."""

    keys_changed = Signal()

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        self._estates: list[Estate] = []
        self._chosen = ""  # a scope, or ALL; empty: the estate at hand
        self._token: Token | None = None
        self._wanted: Wanted | None = None
        self.found: Read | None = None
        self.panels = OnePanel(self)
        self._join()

    def _join(self) -> None:
        counter = self._counter
        self.days.changed.connect(self.reload)
        self.days.finished.connect(self.settle)
        self.charts.chosen.connect(lambda _name: self.reload())
        self.charts.finished.connect(self.settle)
        self.view.moved.connect(self._moved)
        self.view.opened.connect(self.open_list)
        self.estate_button.clicked.connect(self.choose_estate)
        self.table_button.clicked.connect(self.save_table)
        self.picture_button.clicked.connect(self.save_picture)
        self.copy_button.clicked.connect(self.copy_picture)
        self.print_button.clicked.connect(self.print_picture)
        self.progress.cancelled.connect(self.stop)
        self.notice.step_wanted.connect(self.reload)
        self.panels.opened.connect(self.keys_changed)
        self.panels.closed.connect(self._panel_gone)
        counter.changed.connect(self._hear)
        counter.person_changed.connect(self._turned)
        counter.estate_changed.connect(self._turned)

    # Place

    def enter(self) -> None:
        counter = self._counter
        if self.found is not None and counter.actor.may(READERS):
            if self.days.begin(day_of(counter.now())) or self.stale.text():
                self.reload()
            self.settle()
            return
        self._estates = estates_of(counter.database, counter.office, counter.actor.id, counter.scope)
        if not self._estates:
            self.show_notice(lambda notice: notice.refused("项目经理或客服主管"))
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.days.begin(day_of(counter.now()))
        self._offer()
        self.reload()
        self.settle()

    @property
    def part(self) -> str:
        return self.charts.name

    def keys(self) -> Sequence[tuple[str, str]]:
        if self.panels.is_open:
            return self.panels.keys()
        if not self._estates:
            return ()
        several = (("/", "换小区"),) if len(self._estates) > 1 else ()
        return (*KEYS[:3], *several, *KEYS[3:])

    def press(self, key: str) -> bool:
        if self.panels.is_open:
            return self.panels.press(key)
        if not self._estates:
            return False
        acts: dict[str, Callable[[], object]] = {
            "F5": self.reload, "F9": self.table_button.click_or_say, "Ctrl+S": self.picture_button.click_or_say,
            "Ctrl+C": self.copy_button.click_or_say, "F8": self.print_button.click_or_say,
        }  # fmt: skip
        if key in acts:
            acts[key]()
        elif key.startswith("Ctrl+") and key[5:].isdigit():
            self.charts.go(int(key[5:]) - 1)
            self.settle()
        elif key == "Esc" and self._token is not None:
            self.stop()
        elif key == "Esc" and not self.view.hasFocus() and self.view.isVisible():
            self.settle()
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Signs over the chart or a list: nothing is typed there."""
        sign = event.text()
        if sign in ("+", "＋"):
            self.charts.step(1)
        elif sign in ("-", "－"):
            self.charts.step(-1)
        elif sign in ("/", "／") and len(self._estates) > 1:
            self.choose_estate()
        elif not (sign and self._estates and self.days.press(sign)):
            super().keyPressEvent(event)

    def settle(self) -> None:
        """On the chart; where there is none on what chooses one."""
        shown: QWidget = self.view if self.view.isVisible() else self.charts
        if not self.panels.is_open:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    # what is asked for

    @property
    def _asked_estates(self) -> list[Estate]:
        if self._chosen == ALL:
            return self._estates
        found = [one for one in self._estates if one.scope == (self._chosen or self._counter.scope)]
        return found or self._estates[:1]

    @property
    def estate_words(self) -> str:
        own = self._asked_estates
        return own[0].name if len(own) == 1 else f"{len(own)} 个小区"

    def _offer(self) -> None:
        self.charts.show_charts(offered(self._asked_estates, self._counter.confidential is not None))
        self.show_estate(self.estate_words, len(self._estates) > 1)

    def choose_estate(self) -> None:
        pane = EstatesPane(self._estates, self._chosen or self._counter.scope)
        pane.taken.connect(self._take_estate)
        self.panels.open(pane, pane.WIDTH)

    def _take_estate(self, scope: str) -> None:
        self._chosen = scope
        self.panels.shut()
        self._offer()
        self.reload()

    # reading

    def reload(self) -> None:
        """What is read already for something else is stopped."""
        counter = self._counter
        if not self._estates or not self.charts.name:
            return
        if self._token is not None:
            self._token.cancel()
        token = self._token = Token()
        scopes = tuple(one.scope for one in self._asked_estates)
        wanted = self._wanted = Wanted(self.charts.name, scopes, *self.days.days, counter.now())
        database, office, sealed = counter.database, counter.office, counter.confidential
        told = counter.work.report(self, self.progress.advance)
        self.progress.begin("正在统计")
        self.say_stale("")

        def done(found: Read) -> None:
            if self._token is token:
                self._show(found)

        def failed(error: Exception) -> None:
            if self._token is token:
                self._failed(error)

        work = self._counter.work
        work.run(self, lambda: read(database, office, sealed, wanted, told, token), done, failed)

    def stop(self) -> None:
        if self._token is None:
            return
        self._token.cancel()
        self._token = None
        self.progress.end()
        self.found = None
        self.show_notice(
            lambda notice: notice.show_notice("circle-pause", "已停止统计", "换一段短一点的时间, 或", "重新统计", "F5")
        )
        self.settle()

    def _failed(self, error: Exception) -> None:
        self._token, self.found = None, None
        self.progress.end()
        told = error if isinstance(error, DeskError) else DeskError("没有统计出来", "请再试一次")
        self.show_notice(lambda notice: notice.failed(told.message, told.advice))

    def _show(self, found: Read) -> None:
        keep = self.found is not None and self.found.wanted.chart == found.wanted.chart and (
            self.found.wanted.from_on, self.found.wanted.until_on
        ) == (found.wanted.from_on, found.wanted.until_on)  # fmt: skip
        self._token, self.found = None, found
        self.progress.end()
        chart, picture = CHARTS[found.wanted.chart], found.picture
        self.show_title(chart.title, chart.says, words.total(picture))
        if picture.is_empty or not picture.places:
            self.show_notice(lambda notice: notice.empty("这段时间没有", "换一段时间, 或换一张图"))
        else:
            self.show_chart(picture, keep)
        self.settle()
        self.keys_changed.emit()

    def _moved(self, place: int, series: int) -> None:
        if self.found is not None:
            self.show_readout(self.found.picture, place, series)

    def _hear(self, changed: Changed) -> None:
        if self.found is not None and changed.any_of(*TOLD_BY):
            self.say_stale("有新的记录, F5 重新统计")

    def _turned(self) -> None:
        """Another person or estate: nothing of the one before stays."""
        if self._token is not None:
            self._token.cancel()
        self._token, self.found, self._wanted = None, None, None
        self._estates, self._chosen = [], ""
        self.progress.end()
        self.panels.shut()
        self.show_notice(lambda notice: notice.loading())
        if self.isVisible():
            self.enter()

    # behind a figure

    def open_list(self, place: int, series: int) -> None:
        found = self.found
        cell = found.picture.cell(place, series) if found is not None else None
        if found is None or cell is None:
            return
        if not any(one.count for one in cell.parts):
            self._counter.ways.warned.emit(f"{words.standing(found.picture, place, series)}: 没有, 不用看名单")
            return
        names = {one.scope: one.name for one in self._estates}
        standing = words.standing(found.picture, place, series)
        panel = DrillList(self._counter, drill(found, cell, self.charts_title, standing, names))
        panel.opened.connect(partial(open_record, self._counter, self))
        self.panels.open(panel, DrillList.WIDTH)

    @property
    def charts_title(self) -> str:
        return CHARTS[self.charts.name].title

    def _panel_gone(self) -> None:
        self.settle()
        self.keys_changed.emit()

    # leaving the page

    @property
    def _said(self) -> exporting.Words:
        assert self.found is not None
        wanted = self.found.wanted
        chart = CHARTS[wanted.chart]
        told = f"统计于 {full_moment(wanted.now)}"
        days = f"{wanted.from_on} 至 {wanted.until_on}"
        return exporting.Words(chart.title, chart.says, self.estate_words, days, told)

    def save_table(self) -> None:
        found = self.found
        if found is None or not self.view.isVisible():
            self._counter.ways.warned.emit("还没有图, 不能存")
            return
        said, folder = self._said, documents()

        def work() -> tuple[Path, int]:
            path = free_path(folder, said.file_name)
            return path, exporting.save_table(path, found.picture, said)

        self._counter.work.run(self, work, self._table_saved, self._counter.ways.refused.emit)

    def _table_saved(self, told: tuple[Path, int]) -> None:
        self._counter.ways.said.emit(f"表格 {told[1]} 行, 存在 {told[0]}")

    def save_picture(self) -> None:
        if self.found is None or not self.view.isVisible():
            self._counter.ways.warned.emit("还没有图, 不能存")
            return
        made, said, folder = exporting.image(self.found.picture, self._said), self._said, documents()

        def work() -> Path:
            path = free_path(folder, said.file_name, ".png")
            exporting.save_picture(path, made)
            return path

        done = lambda path: self._counter.ways.said.emit(f"图片存在 {path}")  # noqa: E731
        self._counter.work.run(self, work, done, self._counter.ways.refused.emit)

    def copy_picture(self) -> None:
        if self.found is None or not self.view.isVisible():
            self._counter.ways.warned.emit("还没有图, 不能复制")
            return
        QGuiApplication.clipboard().setImage(exporting.image(self.found.picture, self._said))
        self._counter.ways.said.emit("图片已复制, 到微信或文档里粘贴")

    def print_picture(self) -> None:
        if self.found is None or not self.view.isVisible():
            self._counter.ways.warned.emit("还没有图, 不能打印")
            return
        said = self._said
        pdf = exporting.paper(self.found.picture, said)
        name = f"{said.title} {said.estate} {said.days}"
        self._counter.ways.print_wanted.emit(DocumentPapers(name=name, pdf=pdf, kind=A4_ACROSS))
