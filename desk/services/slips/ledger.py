"""What the ledger of paper knows: an order's sheets, the number of its next print, what is out and what came back."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import DAY, day_of, start_of_day
from desk.domain.flow import Frozen, Values
from desk.domain.roles import Actor
from desk.services.slips.record import SLIP, SlipState
from desk.store.query import ListQuery, all_of, count, visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

S = SlipState
AWAY = (S.OUT, S.MISSING)
TAIL = 4
REPLACED = "已用补打单交回"


def of_order(database: "Database", actor: Actor, scope: str, order_id: str) -> list[Values]:
    """Every sheet of an order, the first print first."""
    return all_of(database, actor, ListQuery(scope, SLIP, (), "copy_no", {"order_id": order_id}))


def next_print(slips: Sequence[Frozen]) -> tuple[int, str | None]:
    """Copy number and id of the sheet to print: the one still unprinted, else a new one (no id), which is a 补打."""
    waiting = next((one for one in slips if one.get("status") == S.UNPRINTED), None)
    if waiting is not None:
        return int(waiting.get("copy_no") or 1), str(waiting["id"])
    return max((int(one.get("copy_no") or 0) for one in slips), default=0) + 1, None


def printed_words(slips: Sequence[Frozen]) -> str:
    """How an order's paper stands: 未打印, 已打印, 已补打 2 次, 已收回."""
    alive = [one for one in slips if one.get("status") != S.VOID]
    if not alive:
        return "未打印"
    newest = max(alive, key=lambda one: int(one.get("copy_no") or 0))
    if newest.get("status") in (S.BACK_SIGNED, S.BACK_UNSIGNED):
        return "派工单" + S.label_of(newest["status"])
    if newest.get("status") == S.UNPRINTED:
        return "未打印"
    times = int(newest.get("copy_no") or 1)
    words = "已打印" if times == 1 else f"已补打 {times - 1} 次"
    return f"{words}, 缺单" if newest.get("status") == S.MISSING else words


@dataclass(frozen=True, slots=True)
class Step:
    """A step on one sheet, for whoever writes them: its name, the sheet and what it asks."""

    name: str
    slip_id: str
    values: dict[str, Any]


def back(slips: Sequence[Frozen], signed: bool) -> list[Step]:
    """The steps when an order's paper comes back: the newest sheet is the one in the hand, earlier ones are void."""
    away = [one for one in slips if one.get("status") in (*AWAY, S.UNPRINTED)]
    if not away:
        return []
    newest = max(away, key=_went_out)
    steps = []
    if newest.get("status") == S.UNPRINTED:  # it was printed after all: it lies on the counter
        steps.append(Step("print", str(newest["id"]), {}))
    steps.append(Step("back_signed" if signed else "back_unsigned", str(newest["id"]), {}))
    older = (one for one in away if one is not newest)
    return steps + [Step("void", str(one["id"]), {"missing_note": REPLACED}) for one in older]


def _went_out(sheet: Frozen) -> tuple[int, int]:
    """A blank one that was bound is in the hand, whatever was printed (or jammed) before it."""
    at = sheet.get("bound_at") or sheet.get("printed_at") or sheet.get("queued_at") or 0
    return int(at), int(sheet.get("copy_no") or 0)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order that a typed number may mean."""

    id: str
    no: str
    where: str
    what: str
    who: str
    status: str


def plain_number(typed: str) -> str:
    """A number as it is stored, from a gun, a keyboard or an input method: full-width signs, spaces, small letters."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return re.sub(r"[\s。.]", "", re.sub(r"[‐-―−ー—_]", "-", text))


BLANK_NO = re.compile(r"(?:([A-Z]+\d*[A-Z]*)-)?K(\d{1,9})")  # W1A-K0012, or K12 where one desk prints them


def find(database: "Database", actor: Actor, scope: str, typed: str, most: int = 9) -> list[Candidate]:
    """The orders of a number, or of its last four digits; those whose paper is awaited first, then the newest.

    The number of a sheet that was printed blank means the order it was bound to.
    """
    number = plain_number(typed)
    blank = BLANK_NO.fullmatch(number)
    digits = blank[2] if blank else number.rpartition("-")[2]
    if not digits.isdigit():
        return []
    where, parameters = visible_to(actor, scope)
    # A short number like W3-0457 leaves the incarnation letter out.
    desk = f"{(blank[1] or '') if blank else number.rpartition('-')[0]}%-"
    own = "" if blank else f"{desk if '-' in number else '%'}{digits.zfill(TAIL)}"
    bound = "" if "-" in number and not blank else f"{desk if blank else '%-'}K{digits.zfill(TAIL)}"
    awaited = "" if blank else " AND status IN ('out', 'missing')"
    rows = database.read(
        f"""SELECT id, no, COALESCE("where", ''), COALESCE(problem_label, matter, ''),
                   COALESCE(technician, crew, contractor, ''), status
            FROM work_order WHERE {where} AND status <> 'void' AND (no = ? OR no LIKE ? OR id IN
              (SELECT order_id FROM slip WHERE {where} AND blank = 1 AND no LIKE ?{awaited}))
            ORDER BY no <> ?,
              CASE WHEN status = 'finished' THEN 0 WHEN status IN ('slip_back', 'closed') THEN 2 ELSE 1 END,
              reported_at DESC, id DESC LIMIT ?""",
        [*parameters, number, own, *parameters, bound, number, most],
    )
    found = [Candidate(*(str(cell) for cell in row)) for row in rows]
    exact = [one for one in found if one.no == number]
    return exact or found


def blanks(database: "Database", actor: Actor, scope: str, typed: str, most: int = 9) -> list[Values]:
    """The sheets in the drawer that a scanned or typed number means: whole, or its last digits with or without K."""
    number = plain_number(typed)
    match = BLANK_NO.fullmatch(number if "K" in number else f"K{number}")
    if match is None:
        return []
    pattern = f"{match[1] or ''}%-K{match[2].zfill(TAIL)}"
    found = all_of(database, actor, ListQuery(scope, SLIP, (S.BLANK,), "no"))
    here = [one for one in found if one.get("no") == number] or [one for one in found if _like(str(one["no"]), pattern)]
    return here[:most]


def _like(no: str, pattern: str) -> bool:
    begin, _, end = pattern.partition("%")
    return no.startswith(begin) and no.endswith(end)


def drawer(database: "Database", actor: Actor, scope: str) -> int:
    """How many blank sheets lie ready."""
    return count(database, actor, ListQuery(scope, SLIP, (S.BLANK,)))


def to_print(database: "Database", actor: Actor, scope: str, crew: str = "") -> list[str]:
    """The orders whose crew has no paper yet, the longest waiting first: never printed, or jammed when they were."""
    where, parameters = visible_to(actor, scope)
    rows = database.read(
        f"""SELECT id FROM work_order o WHERE {where} AND (? = '' OR crew = ?) AND (
              EXISTS (SELECT 1 FROM slip s WHERE s.scope = o.scope AND s.order_id = o.id AND s.status = 'unprinted')
                AND status NOT IN ('void', 'under_review', 'accepted', 'returned')
              OR status IN ('dispatched', 'acknowledged', 'arrived', 'suspended') AND dispatched_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM slip s
                                WHERE s.scope = o.scope AND s.order_id = o.id AND s.status <> 'void'))
            ORDER BY COALESCE(dispatched_at, reported_at), no""",
        [*parameters, crew, crew],
    )
    return [str(row[0]) for row in rows]


def unprinted_blanks(database: "Database", actor: Actor, scope: str) -> list[Values]:
    """Blank sheets that have their number and no paper yet: a print that jammed goes on with these."""
    rows = all_of(database, actor, ListQuery(scope, SLIP, (S.UNPRINTED,), "no", {"order_id": None}))
    return [one for one in rows if one.get("blank")]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the day's paper stands: returned today, still out, of these finished and overdue."""

    back_today: int
    out: int
    finished_out: int


def tally(database: "Database", actor: Actor, scope: str, now: int) -> Tally:
    where, parameters = visible_to(actor, scope)
    begin = start_of_day(day_of(now))
    rows = database.read(
        f"""SELECT
              (SELECT COUNT(*) FROM work_order WHERE {where} AND slip_back_at >= ? AND slip_back_at < ?),
              (SELECT COUNT(DISTINCT order_id) FROM slip WHERE {where} AND status IN ('out', 'missing')),
              (SELECT COUNT(*) FROM work_order WHERE {where} AND status = 'finished')""",
        [*parameters, begin, begin + DAY, *parameters, *parameters],
    )
    return Tally(*(int(cell) for cell in rows[0]))
