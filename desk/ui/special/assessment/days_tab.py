"""不计的日子·漏登记: what only people can say of a year, each line with its next step."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.calendar import day_of, days_between
from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.domain.words_of_time import moment
from desk.services.assessment import reads
from desk.services.assessment.flow import HEAD_OFFICE, OVER
from desk.services.assessment.record import FoundHow, MajeureCause, MajeureState, UnrecordedState
from desk.services.assessment.rules import spans_of
from desk.ui.kit.labels import label
from desk.ui.kit.notice import Notice
from desk.ui.kit.row_model import Heading, Line, Row
from desk.ui.kit.rows import RowList
from desk.ui.page_layout import stacked
from desk.ui.special.assessment.asked import Estate
from desk.ui.special.assessment.reading import Desk
from desk.ui.theme import theme

COLUMNS = {"state": 88, "where": 190, "urgent": 0, "note": 150, "who": 72, "clock": 120, "next": 0}
MOST = "assessment.force_majeure_days"


@dataclass(frozen=True, slots=True)
class Special:
    """Both lists, how many days of this year count for nothing already, and how many may by the manager's word."""

    majeure: Sequence[Values]
    unrecorded: Sequence[Values]
    used: int
    most: int


def read_special(desk: Desk, estate: Estate, year: str) -> Special:
    actor = estate.actor(desk.person)
    if not reads.may_see(actor):
        return Special((), (), 0, 0)
    majeure = reads.acts_of_god(desk.database, actor, estate.scope)
    most = desk.office.settings(desk.database, desk.office.company).number(MOST)
    rows = [one for one in majeure if str(one["to_on"])[:4] >= year >= str(one["from_on"])[:4]]
    spans = [one for one in spans_of(estate.scope, rows, most) if day_of(one[1])[:4] == year]
    return Special(majeure, reads.unrecorded(desk.database, actor, estate.scope), len(spans), most)


class DaysTab(QWidget):
    """`step_wanted` carries a record's name, its id and a step."""

    step_wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds: dict[str, str] = {}
        self.list = RowList(COLUMNS, "不计的日子和漏登记")
        self.notice = Notice()
        holder, self._stack = stacked(self.list, self.notice)
        self.said = label("", "quiet", wrap=True)
        look = theme()
        self.said.setContentsMargins(look.px(15), look.px(4), look.px(15), look.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(holder, 1)
        column.addWidget(self.said)
        self.list.step_wanted.connect(self._step)
        self.list.key_pressed.connect(self._key)

    @property
    def in_focus(self) -> QWidget:
        return self.list if self._stack.currentWidget() is self.list else self

    def show_special(self, found: Special, actor: Actor, now: int, year: str) -> None:
        self._kinds = {str(one["id"]): "force_majeure" for one in found.majeure}
        self._kinds |= {str(one["id"]): "unrecorded" for one in found.unrecorded}
        lines: list[Line] = []
        if found.majeure:
            lines.append(Heading("不可抗力", len(found.majeure), aside="这些天发生的都不计"))
            lines += [_majeure(one, actor, now) for one in found.majeure]
        if found.unrecorded:
            lines.append(Heading("漏登记的投诉", len(found.unrecorded), aside="每件在 4.1 另扣分"))
            lines += [_unrecorded(one, actor, now) for one in found.unrecorded]
        self.list.show_lines(lines)
        self.said.setText(
            f"{year} 年不计的日子 {found.used} 天; 项目经理登记的一年最多 {found.most} 天, 再多要总部同意才算"
        )
        if not lines:
            self.notice.empty(
                "没有不可抗力, 也没有漏登记", "台风、大面积停电这样的日子由项目经理登记; 漏登记由总部查实"
            )
        self._stack.setCurrentWidget(self.list if lines else self.notice)

    def _step(self, ent: str, step: str) -> None:
        if step:
            self.step_wanted.emit(self._kinds[ent], ent, step)

    def _key(self, ent: str, event: object) -> None:
        one, text = self.list.chosen(), getattr(event, "text", str)()
        if one is not None and text in ("-", "－") and one.also_step:
            self.step_wanted.emit(self._kinds[ent], ent, one.also_step)


def _majeure(one: Values, actor: Actor, now: int) -> Row:
    status = MajeureState.of(str(one["status"]))
    count = days_between(str(one["from_on"]), str(one["to_on"])) + 1
    can_agree = status is MajeureState.CLAIMED and actor.may(HEAD_OFFICE)
    can_void = status is not MajeureState.VOID and actor.may(OVER)
    return Row(
        str(one["id"]), status.label if status else "", f"{one['from_on']} 至 {str(one['to_on'])[5:]}",
        f"{MajeureCause.label_of(one.get('cause'))} {one.get('words') or ''}".strip(), note=f"{count} 天",
        who=str(one.get("agreed_by") or one.get("claimed_by") or ""), clock=_at(one, ("agreed_at", "claimed_at"), now),
        mark="done" if status is MajeureState.AGREED else "not_reported" if status is MajeureState.CLAIMED else "",
        next_step="agree" if can_agree else "void" if can_void else "",
        next_label="总部同意" if can_agree else "作废" if can_void else "",
        next_key="Enter", detail=str(one.get("words") or ""),
        also_step="void" if can_agree else "", also_label="作废" if can_agree else "",
        also_key="-" if can_agree else "",
    )  # fmt: skip


def _unrecorded(one: Values, actor: Actor, now: int) -> Row:
    status = UnrecordedState.of(str(one["status"]))
    can_void = status is UnrecordedState.FOUND and actor.may(HEAD_OFFICE)
    return Row(
        str(one["id"]), status.label if status else "", moment(int(one["made_at"]), now),
        f"{FoundHow.label_of(one.get('found_how'))} {one.get('source_no') or ''}".strip(),
        note=str(one.get("void_why") or ""), who=str(one.get("found_by") or ""), clock=_at(one, ("found_at",), now),
        next_step="void" if can_void else "", next_label="作废" if can_void else "", next_key="Enter",
        detail="不记谁投诉的、说了什么",
    )  # fmt: skip


def _at(one: Values, names: Sequence[str], now: int) -> str:
    return next((moment(int(one[name]), now) for name in names if one.get(name)), "")
