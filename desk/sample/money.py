"""The money of the sample year: a receipt for each sum that came with a slip, and the count of every evening."""

from dataclasses import dataclass, field
from typing import Any

from desk.domain.calendar import MINUTE, at, day_of
from desk.domain.roles import Actor
from desk.services.takings.posting import Told, posted
from desk.services.takings.reads import close_id
from desk.services.takings.record import Difference
from desk.services.takings.sums import Sums, sums
from desk.store.bulk import Chronicle

CLOSES = "17:40"
SHORT_EVERY, SHORT_FEN = 40, 500  # now and then somebody gave wrong change


@dataclass
class _Day:
    """One estate's paper of one day."""

    printed: int = 0
    back: int = 0
    unsigned: int = 0
    waived: int = 0


@dataclass
class Till:
    """Told of every slip by the history; `close` counts the evenings when all is told."""

    chronicle: Chronicle
    takings: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    days: dict[tuple[str, str], _Day] = field(default_factory=dict)

    def printed(self, scope: str, moment: int) -> None:
        self._day(scope, moment).printed += 1

    def back(self, scope: str, moment: int, signed: bool, waived: bool) -> None:
        day = self._day(scope, moment)
        day.back += 1
        day.unsigned += not signed
        day.waived += waived

    def take(self, scope: str, actor: Actor, moment: int, order: dict[str, Any], money: dict[str, Any]) -> None:
        """The takings of a returned slip, as the desk writes them down."""
        told = Told(money.get("received_fen"), money.get("due_fen"), money.get("payment") or "",
                    money.get("receipt_no") or "")  # fmt: skip
        for one in posted(scope, order, [], told, actor.name, {}):
            ent = self.chronicle.take(scope, actor, f"taking.{one.step}", moment, one.values, one.ent)
            self.takings.setdefault(scope, []).append({"by": actor, **self.chronicle.values("taking", ent)})

    def close(self, now: int) -> None:
        """Every evening with money or paper was counted, but today's, which is still to come."""
        for scope, takings in self.takings.items():
            by_day: dict[str, list[dict[str, Any]]] = {}
            for one in takings:
                by_day.setdefault(day_of(int(one["taken_recorded_at"])), []).append(one)
            by_day.pop(day_of(now), None)
            since = 0
            for number, (day, of_day) in enumerate(sorted(by_day.items()), 1):
                last = max(int(one["taken_recorded_at"]) for one in of_day)
                until = max(at(day, CLOSES), last + 5 * MINUTE)
                if until > now:
                    break
                # No sum of the sample is voided: what was written down between two counts is of one day.
                self._count(scope, day, sums(of_day, since, until), until, of_day[-1]["by"], number)
                since = until

    def _count(self, scope: str, day: str, found: Sums, until: int, actor: Actor, number: int) -> None:
        paper = self._day(scope, at(day, "12:00"))
        cash = found.by_form["cash_fen"]
        short = SHORT_FEN if number % SHORT_EVERY == 0 and cash > SHORT_FEN else 0
        told: dict[str, Any] = {
            "day_on": day, **found.by_form, "counted_fen": cash - short, "receipts": found.receipts,
            "waived": paper.waived, "issued": paper.printed, "returned": paper.back, "unsigned": paper.unsigned,
            "missing": 0, "until_at": until, "closed_by": actor.name,
        }  # fmt: skip
        if short:
            told |= {"difference": str(Difference.CHANGE), "note": "找零少收, 已问过"}
        self.chronicle.take(scope, actor, "day_close.close", until, told, close_id(scope, day))

    def _day(self, scope: str, moment: int) -> _Day:
        return self.days.setdefault((scope, day_of(moment)), _Day())
