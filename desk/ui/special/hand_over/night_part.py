"""夜间值班 on the page: tonight's sheet, lines written down as they come or from the paper next morning."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.calendar import MINUTE
from desk.domain.duty import Activity, holders
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.taking_back import NAME as TAKE_BACK
from desk.services.night_log.record import NightKind, SheetState
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.record import Channel
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.cards import Card
from desk.ui.kit.labels import FactGrid, label, line
from desk.ui.special.hand_over.night_form import FIRST_WORDS, WIDTH, NightForm, Sheet
from desk.ui.special.hand_over.papers import NightPapers, NightSheetPapers
from desk.ui.special.hand_over.reading import NIGHT, SHEET, Shown

SOON = 6 * 60 * MINUTE  # a line that became an order: within this time the order is looked for


class NightCard(Card):
    """What stands beside the night's lines."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(14, parent)
        self.title = label("夜间值班", "heading")
        self.facts = FactGrid(1)
        self.print_button = KeyButton("打印今晚记录纸", "F8", PRIMARY, "printer")
        self.kept_button = KeyButton("打印这一夜的记录", "", icon="printer")
        row = QHBoxLayout()
        row.addWidget(self.print_button)
        row.addWidget(self.kept_button)
        row.addStretch()
        self.column.addWidget(self.title)
        self.column.addWidget(self.facts)
        self.column.addLayout(row)
        self.column.addWidget(line())
        self.column.addWidget(label("一个人值夜: 这六种马上办, 别的明早办", "strong"))
        for number, kind in enumerate(NightKind, 1):
            self.column.addWidget(label(f"{number}  {kind.label}    {FIRST_WORDS[kind]}", "body", wrap=True))
        self.column.addStretch()


class NightPart(QObject):
    """`begin` opens the form; a sheet's form stays open line by line."""

    KEYS = (("↑↓", "换行"), ("Enter", "补录·转报修"), ("空格", "处理完"), ("Ctrl+N", "记一件"), ("*", "补录完了"),
            ("F8", "打印记录纸"), ("←→", "换一张"), ("Esc", "返回"))  # fmt: skip

    def __init__(self, counter: Counter, parent: QWidget) -> None:
        super().__init__(parent)
        self._counter, self._page = counter, parent
        self._shown: Shown | None = None
        self._passing: Values | None = None  # the line that an intake was opened for
        self.card = NightCard()
        self.card.print_button.clicked.connect(self.print_sheet)
        self.card.kept_button.clicked.connect(self.print_kept)
        counter.changed.connect(self._hear)

    def show_night(self, shown: Shown, now: int) -> None:
        self._shown = shown
        counter = self._counter
        on = holders(counter.lists(), counter.calendar, Activity.NIGHT, now)
        out = [str(one["no"]) for one in shown.sheets if one.get("status") == SheetState.OUT]
        self.card.facts.show_facts(
            [
                ("值班", on.words(now)),
                ("记录纸", "、".join(out) + " 在值班室, 还没有补录" if out else "没有没补录的纸"),
                ("这一夜", f"{shown.night_on}  记了 {len(shown.entries)} 件"),
            ]
        )
        self.card.kept_button.setVisible(bool(shown.entries))

    # the form

    def begin(self, sheet_id: str) -> None:
        shown = self._shown
        if shown is None:
            return
        one = next((each for each in shown.sheets if each["id"] == sheet_id), None)
        sheet = None
        if one is not None:
            lines = [each for each in (*shown.entries, *shown.undone) if each.get("sheet_id") == sheet_id]
            begun = max((int(each.get("line_no") or 0) for each in lines), default=0)
            watch = str(one.get("watch") or "")
            sheet = Sheet(str(one["id"]), str(one["no"]), str(one["night_on"]), begun + 1, watch)
        self._open(sheet)

    def _open(self, sheet: Sheet | None) -> None:
        form = NightForm(self._counter.now(), self._counter.actor.name, sheet)
        form.saved.connect(partial(self._save, form, sheet))
        self._page.panels.open(form, WIDTH)  # type: ignore[attr-defined]

    def _save(self, form: NightForm, sheet: Sheet | None, values: Values) -> None:
        counter = self._counter
        told = dict(values)
        ended = told.pop("ended_at", None)
        requests = [counter.request("night_entry", "log", told)]
        if ended is not None:
            requests.append(counter.request("night_entry", "end", {"happened_at": ended}, "@0"))

        def done(_changed: Changed) -> None:
            if sheet is None:
                self._page.panels.shut()  # type: ignore[attr-defined]
                counter.ways.said.emit("记下了")
                return
            counter.ways.said.emit(f"第 {sheet.line_no} 件记下了; 没有了按 Esc, 再按 * 补录完了")
            self._open(sheet._replace(line_no=sheet.line_no + 1))

        counter.take(form, requests, done, partial(_refuse, form))

    # rows

    def take(self, ent: str, step: str) -> None:
        if step == "enter":
            self.begin(ent.removeprefix(SHEET))
        elif step == "entered":
            self._entered(ent.removeprefix(SHEET))
        elif step == "end":
            self._take("night_entry", "end", ent.removeprefix(NIGHT), {}, "处理完了")
        elif step == "call_back":
            self._take("night_entry", "call_back", ent.removeprefix(NIGHT), {}, "已记回拨")
        elif step == "pass_on":
            self._pass_on(ent.removeprefix(NIGHT))

    def _entered(self, sheet: str) -> None:
        shown = self._shown
        assert shown is not None
        count = sum(one.get("sheet_id") == sheet for one in (*shown.entries, *shown.undone))
        values = {"entries": count, "entered_by": self._counter.actor.name}
        self._take("night_sheet", "enter", sheet, values, f"补录完了, 共 {count} 件")

    def _take(self, record: str, step: str, ent: str, values: Values, words: str) -> None:
        counter = self._counter

        def done(changed: Changed) -> None:
            counter.ways.undoable.emit(
                words, StepRequest(counter.scope, record, TAKE_BACK, {"op": changed.ops[0]}, ent)
            )

        counter.take(self, [counter.request(record, step, dict(values), ent)], done, counter.ways.refused.emit)

    def _pass_on(self, ent: str) -> None:
        """An intake begins with what the night said; the order that comes of it is linked to the line."""
        shown = self._shown
        one = next((each for each in (*shown.entries, *shown.undone) if each["id"] == ent), None) if shown else None
        if one is None:
            return
        self._passing = {**one, "begun_at": self._counter.now()}
        matter = str(one.get("words") or NightKind.label_of(one.get("kind")).partition(",")[0])
        self._counter.ways.intake_wanted.emit(
            Draft(
                typed_who=str(one.get("where") or ""), where=str(one.get("where") or ""), matter=matter,
                reporter=str(one.get("caller") or ""), reporter_phone=str(one.get("phone") or ""),
                channel=str(Channel.NIGHT),
            )
        )  # fmt: skip

    def _hear(self, changed: Changed) -> None:
        """The order taken in for a line: of the same place, reported since the intake was opened."""
        passing, counter = self._passing, self._counter
        made = [ent for record, ent in changed.touched if record == "work_order"]
        if passing is None or not made or counter.now() - int(passing["begun_at"]) > SOON:
            return
        database, scope, begun = counter.database, counter.scope, int(passing["begun_at"])
        marks = ", ".join("?" * len(made))

        def read() -> list[tuple[object, ...]]:
            return list(
                database.read(
                    f"""SELECT id, no FROM work_order WHERE scope = ? AND id IN ({marks}) AND "where" = ?
                        AND reported_recorded_at >= ?""",
                    [scope, *made, passing["where"], begun],
                )
            )

        def done(rows: list[tuple[object, ...]]) -> None:
            if rows and self._passing is passing:
                self._passing = None
                values = {"order_id": str(rows[0][0]), "order_no": str(rows[0][1])}
                counter.take(self, [counter.request("night_entry", "pass_on", values, str(passing["id"]))])

        counter.read(self, read, done)

    # paper

    def print_sheet(self) -> None:
        counter = self._counter
        now = counter.now()
        on = holders(counter.lists(), counter.calendar, Activity.NIGHT, now)
        turn = next(iter(on.now or on.then), None)
        watch = turn.short if turn is not None else ""
        night = self._shown.night_on if self._shown is not None else ""
        counter.ways.print_wanted.emit(NightSheetPapers(night_on=night, watch=watch))

    def print_kept(self) -> None:
        if self._shown is not None:
            self._counter.ways.print_wanted.emit(NightPapers(night_on=self._shown.night_on))


def _refuse(form: NightForm, error: Exception) -> None:
    form.take_error(error if isinstance(error, DeskError) else DeskError(str(error)))
