"""到场 and 完工 as they stand on the paper, set on the right day; what is known already stays to the second. Pure."""

from desk.domain.errors import DeskError
from desk.domain.flow import Frozen
from desk.domain.words_of_time import clock_word
from desk.ui.special.slip_return.returned import is_open
from desk.ui.special.told_times import moment_near


def words_of(at: int | None) -> str:
    """A known moment as its field shows it."""
    return clock_word(at) if at else ""


def times(order: Frozen, arrived_text: str, done_text: str, now: int) -> tuple[int | None, int | None]:
    """The two moments; a DeskError names the field (`arrived`, `done`)."""
    reported = int(order.get("reported_at") or 0)
    arrived, finished = order.get("arrived_at"), order.get("finished_at")
    if arrived_text.strip() != words_of(arrived):
        near = arrived or order.get("window_from_at") or order.get("dispatched_at") or now
        arrived = _near("arrived", arrived_text, near, finished or now, reported) if arrived_text.strip() else None
    if is_open(order):
        if not done_text.strip():
            raise DeskError("还没有填完工时间", "请照派工单填, 例如 1520", "done")
        near = arrived or order.get("window_to_at") or now
        finished = _near("done", done_text, near, now, arrived or reported)
    return arrived, finished


def _near(field: str, typed: str, near: int, latest: int, earliest: int) -> int:
    try:
        return moment_near(typed, near, latest, earliest)
    except DeskError as error:
        raise DeskError(error.message, error.advice, field) from error
