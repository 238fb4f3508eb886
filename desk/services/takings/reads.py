"""What the desk reads of money: an order's takings, the book's last number, the figures of a day's count."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.calendar import add_days, day_of, end_of_day, start_of_day
from desk.domain.deciding import derived_id
from desk.domain.errors import DeskError
from desk.domain.flow import Frozen, Values
from desk.domain.roles import Actor
from desk.services.takings.receipts import next_in_book, receipt_id
from desk.services.takings.record import DAY_CLOSE, TAKING, CloseState, TakingState
from desk.services.takings.rules import PROGRAM_NO
from desk.services.takings.sums import Sums, sums, within
from desk.store.query import ListQuery, all_of, one, some, visible_to
from desk.store.rows import columns_of

if TYPE_CHECKING:
    from desk.store.database import Database

LOOKED_BACK = 31  # days in which an uncounted one is still asked for


def of_order(database: "Database", actor: Actor, scope: str, order_id: str) -> list[Values]:
    """An order's takings, the first one first, void ones too."""
    return all_of(database, actor, ListQuery(scope, TAKING, (), "taken_at", {"order_id": order_id}))


def by_numbers(database: "Database", actor: Actor, scope: str, numbers: Sequence[str]) -> dict[str, Values]:
    """The takings that these receipt numbers stand for, by id."""
    return some(database, actor, scope, TAKING, [receipt_id(scope, number) for number in numbers if number])


def next_number(database: "Database", actor: Actor, scope: str) -> str:
    """The next leaf of the receipt book: behind the number that was written down last."""
    where, parameters = visible_to(actor, scope)
    rows = database.read(
        f"""SELECT receipt_no FROM taking WHERE {where} AND receipt_no IS NOT NULL
            ORDER BY taken_recorded_at DESC, receipt_no DESC LIMIT 50""",
        parameters,
    )
    book = (str(row[0]) for row in rows if not PROGRAM_NO.fullmatch(str(row[0])))
    return next_in_book(next(book, ""))


def close_id(scope: str, day: str) -> str:
    """One count per estate and day, on whichever desk."""
    return derived_id(scope, scope.partition("/")[2], f"day_close|{day}")


@dataclass(frozen=True, slots=True)
class Day:
    """A day's count as it stands, or as it would be now. `waived` are orders: number, room, due, who approved."""

    day_on: str
    from_at: int
    until_at: int
    takings: list[Values]
    sums: Sums
    waived: list[tuple[str, str, int, str]]
    close: Values | None
    owed_fen: int = 0
    refunds: list[Values] = field(default_factory=list)  # to be given back, whenever it came in

    @property
    def refund_fen(self) -> int:
        return sum(int(one["amount_fen"]) for one in self.refunds)

    @property
    def is_closed(self) -> bool:
        return self.close is not None


def day(database: "Database", actor: Actor, scope: str, day_on: str, now: int) -> Day:
    """The figures of one day's count; DeskError where a later count holds them already."""
    close = one(database, actor, scope, DAY_CLOSE, close_id(scope, day_on))
    closes = all_of(database, actor, ListQuery(scope, DAY_CLOSE, tuple(map(str, CloseState)), "-day_on"))
    before = next((row for row in closes if str(row["day_on"]) < day_on), None)
    # The very first count takes what lies before it, so that no sum is in none.
    from_at = int(before["until_at"]) if before is not None else start_of_day(add_days(day_on, -LOOKED_BACK))
    if close is not None:
        until_at = int(close["until_at"])
    else:
        later = next((row for row in reversed(closes) if str(row["day_on"]) > day_on), None)
        if later is not None:
            raise DeskError(f"{day_on} 的款已经算在 {later['day_on']} 的日结里", "请看那一天的日结单")
        until_at = min(now + 1, end_of_day(day_on))  # what was written down this very moment is in it
    found = _between(database, actor, scope, from_at, until_at)
    where, parameters = visible_to(actor, scope)
    waived = database.read(
        f"""SELECT no, COALESCE("where", ''), COALESCE(due_fen, 0), COALESCE(waived_by, '') FROM work_order
            WHERE {where} AND payment = 'waived' AND slip_back_recorded_at >= ? AND slip_back_recorded_at < ?
            ORDER BY slip_back_recorded_at""",
        [*parameters, from_at, until_at],
    )
    owing = database.read(
        f"SELECT COALESCE(SUM(amount_fen), 0) FROM taking WHERE {where} AND status = ? AND payment = 'on_account'",
        [*parameters, str(TakingState.TAKEN)],
    )
    return Day(
        day_on, from_at, until_at, found, sums(found, from_at, until_at),
        [(str(row[0]), str(row[1]), int(row[2]), str(row[3])) for row in waived], close, int(owing[0][0]),
        refunds_due(database, actor, scope),
    )  # fmt: skip


def _between(database: "Database", actor: Actor, scope: str, from_at: int, until_at: int) -> list[Values]:
    """Every taking that was written down or voided in the time, in the order in which it came."""
    where, parameters = visible_to(actor, scope)
    columns = columns_of(TAKING)
    condition = (
        f"{where} AND ((taken_recorded_at >= ? AND taken_recorded_at < ?)"
        " OR (voided_recorded_at >= ? AND voided_recorded_at < ?)) ORDER BY taken_recorded_at, id"
    )
    rows = database.read(columns.select(condition), [*parameters, from_at, until_at, from_at, until_at])
    return [columns.decode(row) for row in rows]


def refunds_due(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """What is to be given back, the longest waiting first."""
    return all_of(database, actor, ListQuery(scope, TAKING, (str(TakingState.REFUND_DUE),), "taken_at"))


def earlier(taking: Frozen, day: Day) -> bool:
    """Whether it was counted before, and stands here because it was voided since."""
    return not within(taking.get("taken_recorded_at"), day.from_at, day.until_at)


def uncounted(database: "Database", actor: Actor, scope: str, now: int) -> list[str]:
    """Days before today with money that no count holds, the oldest first."""
    where, parameters = visible_to(actor, scope)
    today = day_of(now)
    closes = database.read(f"SELECT day_on, until_at FROM day_close WHERE {where}", parameters)
    counted = {str(row[0]) for row in closes}  # what came after a day's count is in the next day's
    since = max([int(row[1]) for row in closes] + [start_of_day(add_days(today, -LOOKED_BACK))])
    rows = database.read(
        f"SELECT taken_recorded_at FROM taking WHERE {where} AND taken_recorded_at >= ? AND taken_recorded_at < ?"
        " AND (voided_recorded_at IS NULL OR voided_recorded_at >= ?)",
        [*parameters, since, start_of_day(today), start_of_day(today)],
    )
    return sorted({day_of(int(row[0])) for row in rows} - counted)


def last_count(database: "Database", actor: Actor, scope: str) -> int:
    """Until when money has been counted, 0 where it never was."""
    where, parameters = visible_to(actor, scope)
    return int(database.read(f"SELECT MAX(until_at) FROM day_close WHERE {where}", parameters)[0][0] or 0)
