"""Revisits that have come to an end, read: what was said, by whom, in how many seconds; and what is checked."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import DAY
from desk.domain.code import Code
from desk.domain.flow import Values
from desk.domain.revisiting import REPAIR
from desk.domain.roles import Actor
from desk.domain.settings import Settings
from desk.services.revisits.due import Attempt
from desk.services.revisits.reads import attempts_of, names_of, who_asked
from desk.services.revisits.record import CheckResult, FollowUp, RevisitSource, RevisitState
from desk.services.revisits.rules import JUDGES
from desk.store.query import visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

AT_ONCE = 100
CHECKED_BACK = 30 * DAY  # how far back short calls and checks are shown
REVISIT = (
    "id", "about", "about_id", "about_no", "subject", "done_by", "done_at", "source", "status", "where", "home_id",
    "resident_id", "attempts", "answered_at",
    "closed_at", "due_from_on", "call_code", "seconds", "answers", "satisfaction", "words", "follow_up", "rework_id",
    "exempt_reason", "called_by", "check_drawn", "checked_at", "checked_by", "check_result", "check_note",
)  # fmt: skip
ORDER = ("no", "matter", "problem_label", "technician", "crew", "finished_at", "reporter", "reporter_phone",
         "reporter_relation")  # fmt: skip
PERSON = ("name", "salutation", "phones")


class PastGroup(Code):
    """Why an ended revisit stands in a list."""

    TO_CHECK = "to_check", "待抽查"
    SHORT = "short", "短通话"
    CHECKED = "checked", "已抽查"


@dataclass(frozen=True, slots=True)
class Past:
    """One ended revisit. `values` are its own by field name, `order` and `person` what it was about and who spoke."""

    values: Values = field(repr=False)
    order: Values = field(repr=False)
    person: Values = field(repr=False)
    attempts: tuple[Attempt, ...]
    rung_by: str  # staff id of the last call

    @property
    def id(self) -> str:
        return str(self.values["id"])

    @property
    def ended_at(self) -> int:
        return int(self.values.get("answered_at") or self.values.get("closed_at") or 0)

    @property
    def subject(self) -> str:
        repaired = str(self.order.get("problem_label") or self.order.get("matter") or "").rpartition("·")[2]
        return repaired or str(self.values.get("subject") or RevisitSource.label_of(self.values.get("source", "")))

    @property
    def done_by(self) -> str:
        return str(self.order.get("technician") or self.values.get("done_by") or "")

    @property
    def done_at(self) -> int:
        return int(self.order.get("finished_at") or self.values.get("done_at") or 0)

    @property
    def is_repair(self) -> bool:
        return self.values.get("about") == REPAIR

    @property
    def name(self) -> str:
        return str(self.person.get("name") or self.order.get("reporter") or "")

    @property
    def phones(self) -> tuple[str, ...]:
        card = (str(one.get("number", "")) for one in self.person.get("phones") or ())
        return tuple(dict.fromkeys(one for one in (str(self.order.get("reporter_phone", "")), *card) if one))

    @property
    def answers(self) -> list[Mapping[str, str]]:
        return list(self.values.get("answers") or ())


def answered(database: "Database", actor: Actor, scope: str, most: int = AT_ONCE) -> list[Past]:
    """已回访, the newest first."""
    return read_past(database, actor, scope, "r.status = 'answered' ORDER BY r.answered_at DESC, r.id DESC", [], most)


def not_asked(database: "Database", actor: Actor, scope: str, most: int = AT_ONCE) -> list[Past]:
    """未联系上, 拒访 and 免访 by somebody's word; what the sample did not draw stands in the register only."""
    where = """(r.status IN ('not_reached', 'refused') OR (r.status = 'exempt' AND r.exempt_reason <> 'not_sampled'))
               ORDER BY r.closed_at DESC, r.id DESC"""
    return read_past(database, actor, scope, where, [], most)


def to_check(
    database: "Database", actor: Actor, scope: str, settings: Settings, now: int
) -> list[tuple[PastGroup, Past]]:
    """What a second call is for: the drawn sample, calls that were too short, what has been checked. Judges only."""
    if not actor.may(JUDGES):
        return []
    since, short = now - CHECKED_BACK, settings.number("revisit.short_seconds")
    where = """r.status = 'answered' AND r.answered_at >= ? AND (r.check_drawn = 1 OR r.seconds < ? OR
               r.check_result IS NOT NULL) ORDER BY r.answered_at DESC, r.id DESC"""
    found = read_past(database, actor, scope, where, [since, short], 5 * AT_ONCE)
    order = list(PastGroup)
    return sorted(((_why(one), one) for one in found), key=lambda pair: order.index(pair[0]))


def _why(one: Past) -> PastGroup:
    if one.values.get("check_result") not in (None, CheckResult.NOT_REACHED):
        return PastGroup.CHECKED
    return PastGroup.TO_CHECK if one.values.get("check_drawn") else PastGroup.SHORT


def may_see_seconds(one: Past, actor: Actor) -> bool:
    """How long a call took is for whoever made it, and for those who check: nobody is shown up with it."""
    return actor.may(JUDGES) or one.rung_by == actor.id


def may_read_words(one: Past, actor: Actor) -> bool:
    """What became a complaint is between the resident and those who handle it; whoever heard it knows it anyway."""
    return one.values.get("follow_up") != FollowUp.COMPLAINT or may_see_seconds(one, actor)


def counts(database: "Database", actor: Actor, scope: str, now: int) -> dict[str, int]:
    """How many of the sample are still to be checked: a figure for a tab, for judges only."""
    if not actor.may(JUDGES):
        return {}
    guard, given = visible_to(actor, scope)
    sql = f"""SELECT COUNT(*) FROM revisit WHERE {guard} AND status = 'answered' AND check_drawn = 1
              AND answered_at >= ? AND (check_result IS NULL OR check_result = 'not_reached')"""
    return {"check": int(database.read(sql, [*given, now - CHECKED_BACK])[0][0])}


def state_of(one: Past) -> RevisitState:
    return RevisitState.of(str(one.values.get("status"))) or RevisitState.ANSWERED


def read_past(database: "Database", actor: Actor, scope: str, where: str, more: list[Any], most: int) -> list[Past]:
    guard, given = visible_to(actor, scope)
    columns = ", ".join(
        f'{alias}."{name}"' for alias, names in (("r", REVISIT), ("o", ORDER), ("p", PERSON)) for name in names
    )
    _, _, order = where.partition("ORDER BY")
    # The few that are shown are found first: joining every revisit of ten years to sort them would take long.
    rows = database.read(
        f"""SELECT {columns} FROM (SELECT * FROM revisit r WHERE r.{guard} AND {where} LIMIT ?) r
            LEFT JOIN work_order o ON o.scope = r.scope AND o.id = r.about_id
            LEFT JOIN resident p ON p.scope = r.scope AND p.id = r.resident_id
            ORDER BY {order}""",
        [*given, *more, most],
    )
    parts = [_parts(row) for row in rows]
    asked = who_asked(database, actor, scope, ((values["about"], values["about_id"]) for values, _, _ in parts))
    parts = [(values, order | asked.get(values["about_id"], {}), person) for values, order, person in parts]
    names = names_of(database, (one["by"] for values, _, _ in parts for one in values["attempts"] if one.get("by")))
    return [_past(values, order, person, names) for values, order, person in parts]


def _parts(row: tuple[Any, ...]) -> tuple[Values, Values, Values]:
    first, second = len(REVISIT), len(REVISIT) + len(ORDER)
    values, order, person = (
        {name: value for name, value in zip(names, part, strict=True) if value is not None}
        for names, part in ((REVISIT, row[:first]), (ORDER, row[first:second]), (PERSON, row[second:]))
    )
    for name in ("attempts", "answers"):
        values[name] = json.loads(values.get(name) or "[]")
    person["phones"] = json.loads(person.get("phones") or "[]")
    return values, order, person


def _past(values: Values, order: Values, person: Values, names: Mapping[str, str]) -> Past:
    raw = values["attempts"]
    return Past(values, order, person, attempts_of(raw, names), str(raw[-1].get("by") or "") if raw else "")
