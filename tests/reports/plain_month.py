"""A month of one estate computed from plain rows: what the analysis says must come to the same."""

from collections import Counter

from desk.domain.calendar import DAY
from desk.services.assessment import months
from desk.services.assessment.counting import Tally
from desk.services.assessment.months import Month, days_of
from tests.services.assessment.independent import UNTRUE, Independent, Row, Tables


class Plain:
    """One month of one estate, from its rows."""

    def __init__(self, tables: Tables, confidential: Tables, month: str, scope: str, now: int) -> None:
        first, last = days_of(month)
        self.whole = Independent(tables, confidential, first, last, now)
        self.count, self.tables, self.scope = self.whole.count(), tables, scope

    def of(self, measure: str) -> tuple[int, int]:
        met, missed = (self.count.of(measure, self.scope, verdict) for verdict in ("met", "missed"))
        return met, met + missed

    def own(self, record: str) -> list[Row]:
        return [one for one in self.tables[record] if one["scope"] == self.scope]

    def repairs(self, moment: str) -> list[Row]:
        """Those of the month by this moment that count for something."""
        whole = self.whole
        return [
            one
            for one in self.own("work_order")
            if one["kind"] != "enquiry"
            and whole._inside(one[moment])
            and not whole._left("work_order", one, one[moment], one["status"] == "void" or bool(one["parent_id"]))
        ]

    def answers(self, ent: str, about: str = "work_order") -> set[str]:
        return {
            one["satisfaction"]
            for one in self.own("revisit")
            if (one["about"], one["about_id"], one["status"]) == (about, ent, "answered")
            and one["check_result"] not in UNTRUE
        }

    def is_whole(self, one: Row) -> bool:
        again = [
            other
            for other in self.own("work_order")
            if other["rework_of"] == one["id"]
            and other["status"] != "void"
            and other["reported_at"] - one["finished_at"] <= 30 * DAY
        ]
        said = self.answers(one["id"])
        confirmed = said & {"good", "fair"} or one["signature"] in ("self", "by_other")
        return not again and "bad" not in said and bool(confirmed)


def rates_of(tally: Tally) -> tuple[int, int]:
    return tally.met, tally.of


def check_kinds(month: Month, reported: list[Row], whole: list[Row]) -> None:
    """By the first half of 给排水·龙头漏水; what is under none is there too."""
    for name, rows, measure in (("orders", reported, "of"), ("whole", whole, "met")):
        plain = Counter((one["problem_label"] or months.OTHER).partition("·")[0] for one in rows)
        told = {kind: getattr(own[name], measure) for kind, own in month.kinds.items()}
        assert {kind: number for kind, number in told.items() if number} == dict(plain)


def check_bookings(plain: Plain, month: Month) -> None:
    inside = plain.whole._inside
    kept = [one for one in plain.own("housekeeping") if one["status"] != "cancelled"]
    done = [one for one in kept if inside(one["finished_at"])]
    came = [one for one in kept if inside(one["arrived_at"]) and one["arrive_due_at"] is not None]
    said = [(plain.answers(one["id"], "housekeeping"), one["tick"]) for one in done]
    bad = [1 for told, tick in said if "bad" in told or (not told and tick in ("fair", "bad"))]
    pleased = [1 for told, tick in said if "bad" not in told and (told or tick == "good")]
    assert month.of(months.BOOKED).of == sum(inside(one["booked_at"]) for one in kept)
    assert month.of(months.DONE).of == len(done)
    assert rates_of(month.of(months.CAME)) == (sum(x["arrived_at"] <= x["arrive_due_at"] for x in came), len(came))
    assert rates_of(month.of(months.PLEASED)) == (len(pleased), len(pleased) + len(bad))
