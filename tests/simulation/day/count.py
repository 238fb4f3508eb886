"""The same day counted by hand from the plan alone: money, paper, clocks, states, calls. It asks no table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from tests.simulation.day.plan import BACK, CLOSE, GENERAL, PLANNED, URGENT, Call

PROGRAM = "program"
DEAREST = 20_000  # above it a repair is asked about whatever was drawn


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum of money. `gone`: when it went off again."""

    minute: int
    form: str
    fen: int
    receipt: str
    gone: int | None = None


def sums_of(one: Call) -> list[Sum]:
    """What came for one order: with the slip, and afterwards."""
    told, at = one.money, one.back
    if told is None or at is None or told.form == "waived":
        return []
    found = [Sum(at, told.form, told.received or told.due, told.receipt)]
    for later in one.later:
        if later.what in ("refund", "settle"):
            found[0] = Sum(at, found[0].form, found[0].fen, found[0].receipt, later.minute)
        if later.what == "settle":
            found.append(Sum(later.minute, later.form, told.due, later.receipt))
        if later.what == "more":
            found.append(Sum(later.minute, later.form, later.fen, later.receipt))
    return found


@dataclass
class Till:
    """A day's count: fen by form, how many numbered receipts stand."""

    forms: Counter[str] = field(default_factory=Counter)
    receipts: int = 0


def till(calls: Iterable[Call], first: int, last: int) -> Till:
    """What came from `first` to `last`, less what went off in that time. Both minutes belong to it."""
    found = Till()
    for one in (each for call in calls for each in sums_of(call)):
        came = first <= one.minute <= last
        went = one.gone is not None and first <= one.gone <= last
        found.forms[one.form] += one.fen * (came - went)
        found.receipts += bool(came and not went and one.receipt)
    return found


def received(one: Call) -> int:
    return sum(each.fen for each in sums_of(one) if each.gone is None and each.form != "on_account")


def due(one: Call) -> int:
    """What was agreed, and what came on top of it."""
    return (one.money.due if one.money else 0) + sum(each.fen for each in one.later if each.what == "more")


# paper


def crew_of_paper(one: Call) -> str:
    """Whose hands the newest sheet is in; nothing for what has no sheet of ours."""
    if one.sent is None or one.fate in ("late", "outside"):
        return ""
    if one.fate == "returned":
        return "综合班" if one.matter.crew != "综合班" else "水电班"
    return one.matter.crew


@dataclass
class Paper:
    issued: int = 0
    returned: int = 0
    unsigned: int = 0
    out: int = 0
    missing: int = 0


def paper(calls: Iterable[Call]) -> dict[str, Paper]:
    """Each crew's sheets at the end of the day."""
    found: dict[str, Paper] = {}
    for one in calls:
        crew = crew_of_paper(one)
        if not crew:
            continue
        row = found.setdefault(crew, Paper())
        row.issued += 1
        row.returned += one.back is not None
        row.unsigned += one.fate == "unsigned"
        row.out += one.back is None
        row.missing += one.fate == "missing"
    return found


# clocks


def used(start: int, stop: int, pause: tuple[int, int] | None) -> int:
    """Minutes that count."""
    lost = max(0, min(stop, pause[1]) - max(start, pause[0])) if pause else 0
    return max(0, stop - start) - lost


def verdicts(one: Call) -> dict[str, bool | None]:
    """In time, late, or no verdict: reply in 15 minutes, at the door 20 after the window opens (10 after an urgent
    call), done 2 hours after it ends (4 after an urgent call), on the day where a day was promised.
    Nobody is shut in a lift."""
    found: dict[str, bool | None] = dict.fromkeys(("call_back", "response", "arrival", "finish", "forwarded"))
    rang = one.arrived if one.fate == "late" and one.arrived is not None else one.minute
    told = rang if one.fate == "late" else one.told
    if one.fate in ("void", "elsewhere", "enquiry", "waiting"):
        return found
    if told is not None:
        found["response"] = told - rang <= 15
    if one.fate in ("outside", "slip_outside"):
        return found
    if one.due_by is not None and one.finished is not None:
        found["forwarded"] = one.finished <= one.due_by
    done = one.finished if one.fate not in ("not_repaired", "parts", "nobody") else None
    came = one.arrived if one.fate not in ("parts", "nobody") else None
    pause = ((one.sent or 0) + 3, one.arrived or 0) if one.fate == "resumed" else None
    urgent, window = one.matter.urgency == URGENT, one.window
    if came is not None and urgent:
        found["arrival"] = used(rang, came, pause) <= 10
    if came is not None and one.matter.urgency == GENERAL and window:
        found["arrival"] = used(window[0], came, pause) <= 20
    if done is not None and urgent:
        found["finish"] = used(rang, done, pause) <= 240
    if done is not None and one.matter.urgency == GENERAL and window:
        found["finish"] = used(window[1], done, pause) <= 120
    if done is not None and one.matter.urgency == PLANNED and window:
        found["finish"] = True
    return found


# states and calls


def repaired(one: Call) -> bool:
    return one.fate in BACK or (one.fate in ("missing", "outside") and one.finished is not None)


def charge(one: Call) -> str:
    if one.fate == "enquiry":
        return ""
    if one.fate == "outside":
        return "contractor"
    if one.rework_of is not None:
        return "warranty" if one.matter.charge == "warranty" else "free"
    return one.matter.charge


def price_to(one: Call) -> int:
    """What the clerk agreed to when it was sent: one in ten is dear."""
    if charge(one) != "paid" or one.sent is None or one.fate == "late":
        return 0
    return 30_000 if one.n % 10 == 0 else 18_000


def drawn(ent: str, percent: int) -> bool:
    """Twenty of a hundred public repairs, by the order's own id."""
    return int.from_bytes(blake2b(f"{ent}|revisit".encode(), digest_size=8).digest(), "big") % 100 < percent


def tasks(one: Call) -> list[str]:
    """The calls a repair wants, by source."""
    if not repaired(one):
        return []
    if one.rework_of is not None:
        return ["rework"]
    main = "paid" if price_to(one) > DEAREST else "public" if one.matter.place else "repair"
    return ["urgent", main] if one.matter.urgency == URGENT else [main]


def exempt(one: Call, ent: str) -> bool:
    return tasks(one) == ["public"] and not drawn(ent, 20)


def status(one: Call, ent: str) -> str:
    """Where the order stands when the desk shuts."""
    if one.fate in BACK:
        return "closed" if exempt(one, ent) else "slip_back"
    if repaired(one):
        return "finished"
    return {
        "parts": "suspended", "nobody": "dispatched", "missing": "arrived", "not_repaired": "returned",
        "slip_outside": "handed_out", "outside": "handed_out", "void": "void", "elsewhere": "void",
        "enquiry": "closed", "waiting": "accepted",
    }[one.fate]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """How the calls about one order go: answers given, how it closes, what is opened."""

    answers: tuple[str, ...] = ()
    closed_by: str = ""
    unanswered: tuple[str, ...] = ()
    rework: bool = False
    called_back: bool = False


def asked(one: Call, ent: str) -> Asked:
    """All its calls, to the end."""
    wanted = tasks(one)
    if not wanted or exempt(one, ent):
        return Asked(closed_by="exempt" if wanted else "answered" if one.fate == "enquiry" else "")
    if one.reach == "nobody":
        return Asked(closed_by="not_reached", unanswered=("not_reached",) * len(wanted))
    if one.reach == "refuses":
        return Asked(closed_by="refused", unanswered=("refused",))
    if one.rating == "bad_rework":
        return Asked(("bad",), "reworked", rework=True)
    if one.rating == "bad_call":
        return Asked(("bad", "good"), "revisit", called_back=True)
    return Asked((one.rating,) * len(wanted), "revisit")


def day_till(calls: Sequence[Call]) -> Till:
    return till(calls, 0, CLOSE)


def next_till(calls: Sequence[Call]) -> Till:
    return till(calls, CLOSE + 1, 24 * 60)
