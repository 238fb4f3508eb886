"""The steps of a sheet: each says what was done, the ones that may be taken back for a while say how."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.taking_back import NAME as TAKE_BACK
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.special.assessment import reading
from desk.ui.special.assessment.asked import Days, Estate
from desk.ui.special.assessment.offers import FREEZE, REFREEZE
from desk.ui.special.assessment.reading import Desk, Fresh, Seen
from desk.ui.special.assessment.working import Working

RECORD = "assessment"
DONE = {
    "submit": "已提交, 等主管评定", "confirm": "已确认, 等总部锁定", "lock": "已锁定, 不能再改", "void": "已作废",
    "mark_own": "自评已存", "mark_chief": "主管评定已存", "send_back": "已退回, 改好再提交",
}  # fmt: skip
BY = {"submit": "submitted_by", "confirm": "confirmed_by", "lock": "locked_by", "mark_own": "own_by",
      "mark_chief": "chief_by"}  # fmt: skip
TAKEN_BACK = ("mark_own", "submit", "mark_chief", "send_back", "confirm", "refreeze")


class Acts(QObject):
    def __init__(self, counter: Counter, working: Working, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._working = counter, working

    def freeze(self, estate: Estate, days: Days, seen: Seen) -> None:
        """Counted once more at this moment, so that nothing lies between what is seen and what is kept."""
        counter, desk = self._counter, Desk.of(self._counter)
        held = seen.values

        def take(found: Fresh) -> None:
            if held is None:
                self._take(estate, FREEZE, dict(found.values), None, f"{estate.name} {days.words}已冻结")
                return
            words = "重新冻结了, 和原来一样" if found.comparison and found.comparison.same else "重新冻结了, 自评要再打"
            self._take(estate, REFREEZE, dict(found.values), str(held["id"]), words)

        self._working.run(
            "正在计算", lambda told: reading.fresh(desk, estate, days, held, told), take, counter.ways.refused.emit
        )

    def take(
        self, estate: Estate, seen: Seen, step: str, values: Values | None = None,
        landed: Callable[[], None] | None = None, failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        assert seen.values is not None
        told = dict(values or {})
        if step in BY:
            told[BY[step]] = self._counter.actor.name
        self._take(estate, step, told, str(seen.values["id"]), DONE[step], landed, failed)

    def _take(
        self, estate: Estate, step: str, values: Values, ent: str | None, words: str,
        landed: Callable[[], None] | None = None, failed: Callable[[Exception], None] | None = None,
    ) -> None:  # fmt: skip
        counter = self._counter
        request = StepRequest(estate.scope, RECORD, step, values, ent)

        def done(changed: Changed) -> None:
            if landed is not None:
                landed()
            back = _back(estate.scope, step, changed)
            if back is not None:
                counter.ways.undoable.emit(words, back)
            else:
                counter.ways.said.emit(words)

        def refused(error: Exception) -> None:
            (failed or counter.ways.refused.emit)(error if isinstance(error, DeskError) else DeskError(str(error)))

        counter.take(self, [request], done, refused, by=estate.actor(counter.actor))


def _back(scope: str, step: str, changed: Changed) -> StepRequest | None:
    """A freeze is taken back by making it void: what was counted stays in the log."""
    if step == FREEZE:
        return StepRequest(scope, RECORD, "void", {}, changed.ents[0])
    if step in TAKEN_BACK:
        return StepRequest(scope, RECORD, TAKE_BACK, {"op": changed.ops[-1]}, changed.ents[0])
    return None
