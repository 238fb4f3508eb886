"""What slides over the page, one at a time: lists, comparisons, marks, papers, the forms of special days."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.assessment.assess import Assessed
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.drill_list import DrillList
from desk.ui.drill_parts import Counted, Drill
from desk.ui.kit.form import Form
from desk.ui.kit.panels import OnePanel
from desk.ui.open_record import open_record
from desk.ui.papers import DocumentPapers
from desk.ui.special.assessment import (
    choose_form,
    compare_pane,
    days_forms,
    export_pane,
    marks_form,
    papers,
    reading,
)
from desk.ui.special.assessment.acts import Acts
from desk.ui.special.assessment.asked import Asked, Estate
from desk.ui.special.assessment.choose_form import ChooseForm
from desk.ui.special.assessment.compare_pane import ComparePane, said_of, said_of_years
from desk.ui.special.assessment.days_forms import MajeureForm, UnrecordedForm, WhyForm
from desk.ui.special.assessment.export_pane import ExportPane
from desk.ui.special.assessment.figures import alive, alive_exclusions, of_exclusions, of_row, with_frozen
from desk.ui.special.assessment.lines import LEFT
from desk.ui.special.assessment.marks_form import CHIEF, OWN, MarksForm
from desk.ui.special.assessment.papers import Made, Wanted
from desk.ui.special.assessment.reading import Desk, Fresh, Read, Seen
from desk.ui.special.assessment.working import Working
from desk.ui.tasks import Token


class Panels(QObject):
    """`chosen` carries other days or another estate."""

    chosen = Signal(object)

    def __init__(self, counter: Counter, over: OnePanel, working: Working, acts: Acts, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._over, self._working, self._acts = counter, over, working, acts

    # the records behind a figure

    def drill(self, drill: Drill) -> None:
        pane = DrillList(self._counter, drill)
        pane.opened.connect(self._open)
        self._over.open(pane, DrillList.WIDTH)

    def drill_row(self, read: Read, seen: Seen, code: str, label: str) -> None:
        """Behind a row of the sheet, or behind what was left out of it."""
        sheet, books, period = seen.sheet, read.books, read.period
        frozen = seen.values is not None
        if code == LEFT:
            figures = (lambda: alive_exclusions(books, period, sheet)) if frozen else (
                lambda: of_exclusions(sheet, period)
            )  # fmt: skip
            words = "不计入的记录: 为什么, 从哪里剔除, 上限多少"
            self.drill(Drill("剔除", words, books, figures, label, frozen))
            return
        row = next(one for one in sheet.rows if one.code == code)

        def now() -> list[Counted]:
            found = alive(books, period, sheet, code)
            return with_frozen(of_row(sheet, found, period), row, found.behind)

        words = f"{row.finding or row.remark}　计分: {row.method}"
        figures = now if frozen else (lambda: of_row(sheet, row, period))
        self.drill(Drill(f"{row.code} {row.criterion.name} {row.actual}", words, books, figures, label, frozen))

    def _open(self, record: str, ent: str, scope: str) -> None:
        self._over.shut()
        open_record(self._counter, self, record, ent, scope)

    # beside one another

    def year(self, estate: Estate, asked: Asked, seen: Seen) -> None:
        desk, days = Desk.of(self._counter), asked.days

        def show(found: tuple[Assessed, bool]) -> None:
            then, kept = found
            said = said_of_years(then, seen.sheet, kept)
            title = f"{estate.name} {days.words} 与 {then.from_on[:4]} 年同期比"
            pane = ComparePane(title, said, (then.from_on[:4], then), (days.from_on[:4], seen.sheet))
            self._over.open(pane, compare_pane.WIDTH)

        self._working.run("正在计算去年同期", lambda told: reading.year_before(desk, estate, days, told), show)

    def since_frozen(self, estate: Estate, asked: Asked, seen: Seen) -> None:
        desk, days, held = Desk.of(self._counter), asked.days, seen.values

        def show(found: Fresh) -> None:
            assert found.comparison is not None
            changed = frozenset(one.code for one in found.comparison.changes)
            title = f"{estate.name} {days.words} 冻结后的变化"
            pane = ComparePane(title, said_of(found.comparison), ("冻结时", seen.sheet), ("现在", found.sheet), changed)
            self._over.open(pane, compare_pane.WIDTH)

        self._working.run("正在重新计算", lambda told: reading.fresh(desk, estate, days, held, told), show)

    # forms

    def choose(self, asked: Asked, word: str) -> None:
        form = ChooseForm(day_of(self._counter.now()), word, asked.days, asked.estate, asked.estates)

        def saved(values: Values) -> None:
            self._over.shut()
            self.chosen.emit(values)

        form.saved.connect(saved)
        self._over.open(form, choose_form.WIDTH)

    def marks(self, estate: Estate, seen: Seen) -> None:
        kind = OWN if seen.status == "draft" else CHIEF
        form = MarksForm(kind, seen.entry)
        form.saved.connect(lambda values: self._step(form, estate, seen, f"mark_{kind}", values))
        self._over.open(form, marks_form.WIDTH)

    def send_back(self, estate: Estate, seen: Seen) -> None:
        form = WhyForm("退回", "returned_why", "退回原因", "哪一行要改")
        form.saved.connect(lambda values: self._step(form, estate, seen, "send_back", values))
        self._over.open(form, days_forms.WIDTH)

    def _step(self, form: Form, estate: Estate, seen: Seen, step: str, values: Values) -> None:
        self._acts.take(estate, seen, step, values, self._over.shut, lambda error: _refuse(form, error))

    def export(self, read: Read, several: bool) -> None:
        pane = ExportPane(self._counter, read, several)
        pane.closed.connect(self._over.shut)
        self._over.open(pane, export_pane.WIDTH)

    def look(self, read: Read, several: bool) -> None:
        """Straight to the preview: all estates from the ranking, else the sheet in front."""
        desk, asked, token = Desk.of(self._counter), read.asked, Token()
        estates = asked.ranked if several else (asked.estate,)
        name = f"年度考核 {'' if several else asked.estate.name} {asked.days.words}"

        def show(made: Made) -> None:
            self._counter.ways.print_wanted.emit(DocumentPapers(name=" ".join(name.split()), pdf=made.pdf))

        self._working.run(
            "正在排版", lambda told: papers.make(desk, Wanted(read, estates), told, lambda: token.cancelled), show
        )

    # special days

    def claim(self, estate: Estate) -> None:
        form = MajeureForm(day_of(self._counter.now()), self._counter.actor.name)
        self._keep(form, estate, "force_majeure", "claim", None, "不可抗力已登记, 这些天不再计")

    def find(self, estate: Estate) -> None:
        form = UnrecordedForm(self._counter.now(), self._counter.actor.name)
        self._keep(form, estate, "unrecorded", "find", None, "漏登记已记下, 计入 4.1")

    def special_step(self, estate: Estate, record: str, ent: str, step: str) -> None:
        if record == "unrecorded" and step == "void":
            form = WhyForm("作废漏登记", "void_why", "作废原因", "查错了什么")
            self._keep(form, estate, record, step, ent, "漏登记已作废")
            return
        words = "总部已同意, 这些天都不计" if step == "agree" else "已作废, 这些天照常计"
        values = {"agreed_by": self._counter.actor.name} if step == "agree" else {}
        self._take(estate, StepRequest(estate.scope, record, step, values, ent), words, None)

    def _keep(self, form: Form, estate: Estate, record: str, step: str, ent: str | None, words: str) -> None:
        def saved(values: Values) -> None:
            self._take(estate, StepRequest(estate.scope, record, step, dict(values), ent), words,
                       lambda error: _refuse(form, error))  # fmt: skip

        form.saved.connect(saved)
        self._over.open(form, days_forms.WIDTH)

    def _take(
        self, estate: Estate, request: StepRequest, words: str, failed: Callable[[Exception], None] | None
    ) -> None:  # fmt: skip
        counter = self._counter

        def done(changed: Changed) -> None:
            self._over.shut()
            if request.step in ("claim", "find"):  # undone by making it void, as a person would
                why = {"void_why": "登记错了"} if request.record == "unrecorded" else {}
                back = StepRequest(estate.scope, request.record, "void", why, changed.ents[0])
                counter.ways.undoable.emit(words, back)
            else:
                counter.ways.said.emit(words)

        counter.take(self, [request], done, failed or counter.ways.refused.emit, by=estate.actor(counter.actor))


def _refuse(form: Form, error: Exception) -> None:
    form.take_error(error if isinstance(error, DeskError) else DeskError(str(error)))
