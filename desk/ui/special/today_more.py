"""What Today adds a moment later: who waits to be told that it is done, and what several orders say together."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.domain.calendar import Calendar
from desk.domain.money import fen_text
from desk.domain.open_matter import OpenMatter
from desk.domain.roles import Actor
from desk.domain.scopes import is_confidential
from desk.domain.settings import Settings
from desk.domain.values import Values
from desk.domain.words_of_time import when
from desk.services import open_by_room
from desk.services.reviews import reads as review_reads
from desk.services.reviews.both_files import waiting
from desk.services.takings import reads as taking_reads
from desk.services.takings.record import TakenHow
from desk.services.work_orders import co_reports, patterns, radar_words
from desk.services.work_orders.co_reports import Waiting
from desk.services.work_orders.matters import Group
from desk.services.work_orders.patterns import Pattern, PatternKind
from desk.ui.counter import Counter
from desk.ui.kit.rows import Heading, Line, Row
from desk.ui.special import today_facts, today_open
from desk.ui.special.today_facts import Figure, Pile
from desk.ui.special.today_open import DRAWN, OPEN, open_one
from desk.ui.special.whole import make_whole

if TYPE_CHECKING:
    from desk.domain.lists import Lists
    from desk.domain.service import Rulebook
    from desk.store.database import Database

REPLY, WHOLE, REFUND = "replies:", "whole:", "refund:"  # before the id of the order a row speaks of
FRESH_HERE = "SELECT 1 FROM fresh_order WHERE scope = ? LIMIT 1"
# what every room's words and clocks may come from
EVERYWHERE = ("setting", "list_row", "home", "crew", "staff", "grant")
Rooms = Mapping[str, tuple[OpenMatter, ...]]  # by the room's name, what is open there
STATES = {PatternKind.UNIT: "一单元多起", PatternKind.HOME: "反复报修"}


@dataclass(frozen=True)
class More:
    waiting: tuple[Waiting, ...]
    patterns: tuple[Pattern, ...]
    reviews: tuple[review_reads.Waiting, ...] = ()
    hidden: int = 0  # complaints that wait to be decided by others
    refunds: tuple[Values, ...] = ()
    rooms: "Rooms" = field(default_factory=dict)  # what is open, by its room
    records: frozenset[str] = frozenset()  # of the rooms that those come from
    fresh: bool = False  # whether this estate has fresh goods at all

    @cached_property
    def matters(self) -> tuple[OpenMatter, ...]:
        return tuple(one for room in self.rooms.values() for one in room)

    def with_rooms(self, rooms: "Rooms") -> "More":
        """The same with these rooms read anew."""
        return replace(self, rooms={**self.rooms, **rooms})

    def band(self) -> tuple[str, str]:
        """What two desks left in two states: title and words of the red band."""
        plain = [f"{one.where} {one.what}" for one in self.reviews if not is_confidential(one.scope)]
        mine = len(self.reviews) - len(plain)
        told = [*plain, f"投诉 {mine} 件" if mine else ""]  # the screen is turned to the public
        told.append(f"投诉 {self.hidden} 件, 请责任人登录处理" if self.hidden else "")
        waits = len(self.reviews) + self.hidden
        if not waits:
            return "", ""
        return f"待裁定 {waits}", f"两台电脑记的不一样: {'; '.join(one for one in told if one)}"

    def placed(self, lines: Sequence[Line], now: int) -> list[Line]:
        """Among Today's lines: before those that wait for a technician, who moves without us."""
        mine: list[Line] = []
        if self.waiting:
            mine.append(Heading("等答复", sum(len(one.reports) for one in self.waiting), aside="修好了, 回个电话"))
            mine += [_reply_row(one, now) for one in self.waiting]
        if self.patterns:
            mine.append(Heading("疑似公共管道 · 反复报修", len(self.patterns), aside="建总单, 告知工程班长"))
            mine += [_pattern_row(one) for one in self.patterns]
        if self.refunds:
            fen = sum(int(one["amount_fen"]) for one in self.refunds)
            mine.append(Heading("待退款", len(self.refunds), aside=fen_text(fen)))
            mine += [_refund_row(one) for one in self.refunds]
        at = next(
            (n for n, one in enumerate(lines) if isinstance(one, Heading) and one.words == Group.AWAITED.label),
            len(lines),
        )
        return [*lines[:at], *mine, *lines[at:]]

    def rows(self, now: int) -> list[tuple[Group, int, Row]]:
        return today_open.rows(self.matters, now)

    def fresh_pile(self, now: int) -> Pile:
        return today_open.fresh_pile(self.matters, now)

    def figures(self, slips: Pile) -> list[Figure]:
        return today_open.figures(self.matters, slips if self.fresh else None)

    def counts(self, now: int) -> dict[str, int]:
        return today_open.counts(self.matters, now)

    def take(self, counter: Counter, owner: QObject, ent: str, opened: bool) -> bool:
        """Whether the row is one of these; `opened` takes its step, another key does nothing."""
        if not ent.startswith((REPLY, WHOLE, REFUND, OPEN)):
            return False
        if ent.startswith(OPEN):
            if opened:
                open_one(counter, ent, self.matters)
            return True
        if opened and ent.startswith(REFUND):
            counter.ways.page_wanted.emit("takings")
        elif opened and ent.startswith(REPLY):
            counter.ways.replies_wanted.emit(ent.removeprefix(REPLY))
        elif opened:
            make_whole(counter, owner, ent.removeprefix(WHOLE), counter.ways.order_wanted.emit)
        return True


def read(
    database: "Database", own: "Database | None", rules: "Rulebook", actor: Actor, scopes: Sequence[str],
    settings: Settings, lists: "Lists", calendar: Calendar, now: int, touched: Collection[str] | None = None,
) -> More:  # fmt: skip
    """`scopes`: the estate at hand first, then the others in which something may wait to be decided.

    `own`: the complaints' file, where it is open. `touched`: the records that changed, None for all; of the rooms
    only those are read whose records these are (`More.with_rooms`).
    """
    scope = scopes[0]
    reviews, hidden = waiting(database, own, rules, actor, scopes)
    return More(
        tuple(co_reports.waiting(database, actor, scope)),
        tuple(patterns.of_estate(database, actor, scope, settings, now)),
        tuple(reviews),
        hidden,
        tuple(taking_reads.refunds_due(database, actor, scope)),
        open_by_room(database, actor, scope, settings, lists, calendar, now, rooms_of(rules, touched)),
        frozenset(record.name for service in rules.services if service.name not in DRAWN for record in service.records),
        bool(database.read(FRESH_HERE, (scope,))),
    )


def count(
    counter: Counter, owner: QObject, touched: Collection[str], told: Callable[[dict[str, int], Rooms], None]
) -> None:
    """The rail's figures of repairs and calls, and what is open in the rooms of the records: no more than that."""
    database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()

    def work() -> tuple[dict[str, int], Rooms]:
        settings, lists, rooms = counter.settings(), counter.lists(), rooms_of(counter.rules, touched)
        found = open_by_room(database, actor, scope, settings, lists, counter.calendar, now, rooms)
        return today_facts.counts(database, actor, scope, now), found

    def done(found: tuple[dict[str, int], Rooms]) -> None:
        if (scope, actor.id) == (counter.scope, counter.actor.id):
            told(*found)

    counter.read(owner, work, done)


def rooms_of(rules: "Rulebook", touched: Collection[str] | None) -> list[str]:
    """The rooms with something open to read again: those of the records, all of them where all may be another."""
    every = touched is None or any(record in EVERYWHERE for record in touched)
    return [
        service.name
        for service in rules.services
        if service.name not in DRAWN and (every or any(record.name in (touched or ()) for record in service.records))
    ]


def _refund_row(one: Values) -> Row:
    """Money of a side that a decision did not take."""
    how = TakenHow.label_of(one.get("payment"))
    return Row(
        id=f"{REFUND}{one['id']}", state="待退款", where=str(one.get("where") or ""),
        what=f"{how}收的, 裁定没采用", note=str(one.get("receipt_no") or ""),
        clock=fen_text(int(one["amount_fen"])), next_step="refund", next_label="去退款", next_key="Enter",
        detail=f"收款人 {one.get('taken_by') or ''}; 退了以后在收款页按已退款",
    )  # fmt: skip


def _reply_row(one: Waiting, now: int) -> Row:
    order, first = one.order, one.reports[0]
    over = order.get("finished_at")
    return Row(
        id=f"{REPLY}{order['id']}",
        state=f"{len(one.reports)} 人",
        where=str(order.get("where") or ""),
        what=radar_words.matter(order),
        clock=f"完工 {when(over, now).removeprefix('今天 ')}" if over else "",
        next_step="replies",
        next_label="回电",
        next_key="Enter",
        detail="、".join(str(each.get("where") or "") for each in one.reports if each.get("where"))
        or str(first.get("reporter") or ""),
    )


def _pattern_row(one: Pattern) -> Row:
    _, no = one.parent
    open_one = next(each for each in one.loose)
    return Row(
        id=f"{WHOLE}{open_one.id}",
        state=STATES[one.kind],
        where=one.where,
        what=radar_words.pattern_words(one).partition(f"{one.where} ")[2],
        next_step="whole",
        next_label="并入总单" if no else "建总单",
        next_key="Enter",
        detail="; ".join(f"{each.where} {each.no}" for each in one.orders),
    )
