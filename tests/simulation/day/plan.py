"""One long day as plain data: who rings when about what, and all that becomes of it. Nothing here asks the program."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.simulation.day.office import HOMES, home

DAY = "2026-11-19"  # a Thursday
NEXT = "2026-11-20"
SEED = 20261119
CLOSE = 18 * 60 + 30  # when the day's money is counted
GENERAL, URGENT, PLANNED = "general", "urgent", "planned"
WINDOWS = ((510, 630), (630, 720), (840, 960), (960, 1080))  # as the office offers them


@dataclass(frozen=True, slots=True)
class Matter:
    """What the catalogue says of these words (counter.md 5.4); `place` is the spoken kind of a public place."""

    words: str
    problem: str
    urgency: str
    crew: str
    charge: str
    place: str = ""


MATTERS = {
    one.problem if one.urgency != URGENT else f"{one.problem}!": one
    for one in (
        Matter("厨房水龙头一直滴水", "11", GENERAL, "水电班", "paid"),
        Matter("卫生间下水堵了, 水下不去", "13", GENERAL, "水电班", "paid"),
        Matter("马桶冲不下去", "14", GENERAL, "水电班", "paid"),
        Matter("插座没电", "23", GENERAL, "水电班", "paid"),
        Matter("客厅灯不亮", "24", GENERAL, "水电班", "paid"),
        Matter("可视对讲没声音", "41", GENERAL, "弱电班", "warranty"),
        Matter("暖气不热", "72", GENERAL, "水电班", "free"),
        Matter("阳台窗户关不严", "33", GENERAL, "综合班", "paid"),
        Matter("柜门合页掉了", "34", PLANNED, "综合班", "paid"),
        Matter("插座冒烟了", "23", URGENT, "水电班", "paid"),
        Matter("水管爆了, 到处跑水", "12", URGENT, "水电班", "paid"),
        Matter("楼道灯不亮, 黑得看不见", "25", GENERAL, "水电班", "free", "楼道灯"),
        Matter("单元门关不上", "32", GENERAL, "综合班", "free", "单元门"),
        Matter("电梯不动了", "52", URGENT, "电梯维保", "free", "电梯"),
    )
}
AT_HOME = ("11", "13", "14", "23", "24", "41", "72", "33", "34")
OUR_URGENT = ("23!", "12!")
# How many orders go which way: 120 in all.
FATES = {
    "signed": 54, "radio": 14, "unsigned": 8, "resumed": 4, "parts": 3, "nobody": 3, "missing": 4, "returned": 3,
    "reassigned": 2, "not_repaired": 2, "slip_outside": 1, "outside": 4, "void": 2, "elsewhere": 2, "enquiry": 6,
    "late": 4, "waiting": 4,
}  # fmt: skip
BACK = ("signed", "radio", "unsigned", "resumed", "returned", "reassigned", "late")  # repaired, and the slip came home
FORMS = ("cash", "cash", "qr_code", "card", "desk", "cash", "on_account", "waived")
RATINGS = ("good",) * 7 + ("fair",) * 2 + ("bad_rework", "bad_call")


@dataclass(frozen=True, slots=True)
class Money:
    """What the returned slip says. `receipt`: a number of the book, "program" for one that is printed, or nothing."""

    due: int
    received: int
    form: str
    receipt: str = ""
    waived_by: str = ""


@dataclass(frozen=True, slots=True)
class Later:
    """Money after the slip: another sum, a refund, a debt paid. `minute` may lie after the count."""

    minute: int
    what: str  # more | refund | settle
    fen: int
    form: str
    receipt: str


@dataclass(frozen=True, slots=True)
class Call:
    """One order of the day, all minutes from 0:00; None: it does not happen."""

    n: int
    minute: int
    fate: str
    home: int
    matter: Matter
    window: tuple[int, int] | None = None
    sent: int | None = None
    told: int | None = None
    arrived: int | None = None
    finished: int | None = None
    back: int | None = None
    live: bool = False  # told by radio as it happened; else by the slip
    blank: bool = False  # the printer jammed: a numbered sheet from the drawer
    twice: bool = False  # printed once more
    money: Money | None = None
    later: tuple[Later, ...] = ()
    due_by: int | None = None  # 12345 passed it on and wants it done by then
    tick: str = "none"
    rework_of: int | None = None
    reach: str = "answers"  # answers | nobody | refuses
    rating: str = "good"
    urges: tuple[int, ...] = ()
    neighbours: tuple[tuple[int, int, bool], ...] = ()  # (minute, home, wants a reply)

    @property
    def where(self) -> str:
        one = home(self.home)
        return f"{one.unit}{self.matter.place}" if self.matter.place else one.room

    @property
    def taken_in(self) -> bool:
        return self.fate != "enquiry"


def plan(seed: int = SEED) -> list[Call]:
    """A hundred and twenty orders in the order they ring."""
    chance = random.Random(seed)
    fates = [fate for fate, count in FATES.items() for _ in range(count)]
    chance.shuffle(fates)
    minutes = iter(sorted(chance.sample(range(480, 860), len(fates) - FATES["waiting"])))
    late = iter(sorted(chance.sample(range(1170, 1290), FATES["waiting"])))  # evening calls wait for the morning
    matters = _matters(chance)
    books = (f"{number:04d}" for number in range(1001, 1200))
    calls = []
    for n, fate in enumerate(fates):
        minute = next(late) if fate == "waiting" else next(minutes)
        at, matter = next(matters["outside" if fate == "outside" else "home"])
        calls.append(_fated(Call(n, minute, fate, at, matter), chance))
    return sorted(_moneyed(_crowded(_reworked(calls), chance), chance, books), key=lambda one: (one.minute, one.n))


def _matters(chance: random.Random) -> dict[str, Iterator[tuple[int, Matter]]]:
    """Every home rings about different things, every public place about one, so that no order hides another."""
    own = [(at, MATTERS[code]) for at in range(HOMES) for code in chance.sample(AT_HOME, 2)]
    urgent = [(at, MATTERS[OUR_URGENT[at % 2]]) for at in range(0, HOMES, 7)]
    own = [one for one in own if one[0] % 7 or one[1].problem != "23"][:98] + urgent
    own += [(at, MATTERS[code]) for at in (3, 23, 43, 63) for code in ("25", "32")]
    chance.shuffle(own)
    lifts = [(at, MATTERS["52!"]) for at in (5, 25, 45, 65)]
    return {"home": iter(own), "outside": iter(lifts)}


def _fated(one: Call, chance: random.Random) -> Call:
    """When the crew goes, comes, is done, and brings the paper."""
    if one.fate in ("void", "elsewhere", "enquiry", "waiting"):
        return one
    reach = "nobody" if one.home % 13 == 4 else "refuses" if one.home % 17 == 6 else "answers"
    one = replace(one, rating=chance.choice(RATINGS), reach=reach, tick=chance.choice(("good", "fair", "bad", "none")))
    urgent = one.matter.urgency == URGENT
    sent = one.minute + (2 if urgent else chance.randint(4, 50))
    told = chance.choice((sent, sent, sent + chance.randint(1, 20), None))
    if one.fate == "outside":
        return replace(one, sent=sent, told=sent, finished=sent + 90 if one.n % 2 else None)
    if one.fate == "late":
        return replace(one, arrived=one.minute - 70, finished=one.minute - 20, sent=one.minute, told=one.minute)
    window = None if urgent else next(span for span in WINDOWS if span[0] > one.minute + 3)
    start = sent if urgent else max(sent, window[0] if window else 0)
    arrived = start + chance.randint(4, 35)
    finished = arrived + (chance.choice((30, 60, 250)) if urgent else chance.randint(15, 75))
    if not urgent and chance.random() < 0.08:
        finished = min((window or (0, 0))[1] + 135, 1005)
    finished = max(arrived + 5, min(finished, 1010))
    back = 1020 + one.n % 60
    gone = replace(one, window=window, sent=sent, told=told)
    if one.fate in ("parts", "nobody"):
        return replace(gone, arrived=arrived if one.fate == "parts" else None)
    if one.fate == "missing":
        return replace(gone, arrived=arrived, finished=finished if one.n % 2 else None, live=True)
    if one.fate in ("signed", "radio") and one.n % 7 == 6:
        gone = replace(gone, due_by=900 if one.n % 2 else 1435)
    plain = one.fate in ("signed", "unsigned")
    blank, twice = plain and one.n % 9 == 5, plain and one.n % 9 == 7
    live = one.fate == "radio"
    return replace(gone, arrived=arrived, finished=finished, back=back, live=live, blank=blank, twice=twice)


def _reworked(calls: list[Call]) -> list[Call]:
    """Two that the radio called done in the morning are back on the line in the afternoon."""
    done = [one for one in calls if one.fate == "radio" and (one.finished or 0) < 760 and not one.matter.place]
    free = [one for one in calls if one.fate == "signed" and one.matter.urgency == GENERAL and one.minute > 780]
    for old, new in zip(sorted(done, key=lambda one: one.n)[:2], sorted(free, key=lambda one: one.n)[:2], strict=True):
        calls[new.n] = replace(new, home=old.home, matter=old.matter, rework_of=old.n)
    return calls


def _crowded(calls: list[Call], chance: random.Random) -> list[Call]:
    """Neighbours ring about the same lift, residents ask whether somebody is coming."""
    for one in list(calls):
        if one.fate == "outside":
            base = one.home - one.home % 20
            others = [base + k for k in range(20) if base + k != one.home][: 4 + one.n % 3]
            minutes = [one.minute + 1 + k for k in range(len(others))]
            told = tuple((at, who, who % 3 != 0) for at, who in zip(minutes, others, strict=True))
            calls[one.n] = replace(one, neighbours=told)
        elif one.fate == "missing" or (one.fate == "signed" and one.n % 8 == 3):
            until = one.arrived or 1000
            if (one.sent or 0) + 30 < until:
                calls[one.n] = replace(one, urges=tuple((one.sent or 0) + 10 * k for k in range(1, 2 + one.n % 3)))
    return calls


def _moneyed(calls: list[Call], chance: random.Random, books: Iterator[str]) -> list[Call]:
    """What the slips say of money, and what comes, goes back or is paid off afterwards."""
    paid = [one for one in calls if one.fate in BACK and one.matter.charge == "paid" and one.rework_of is None]
    for place, one in enumerate(sorted(paid, key=lambda one: (one.back or 1025, one.n))):
        form, due = FORMS[place % len(FORMS)], chance.randrange(2000, 16000, 50)
        received = 0 if form in ("waived", "on_account") else due
        receipt = "" if not received else "program" if place % 5 == 3 else next(books)
        money = Money(due, received, form, receipt, "吴明" if form == "waived" else "")
        calls[one.n] = replace(calls[one.n], money=money, back=one.back or 1025)
    told = [calls[one.n] for one in sorted(paid, key=lambda one: one.n)]
    cash = [one for one in told if one.money and one.money.form == "cash" and one.money.receipt != "program"]
    debts = [one for one in told if one.money and one.money.form == "on_account"]
    extra = {
        cash[0].n: Later(1090, "refund", 0, "", ""),  # before the count: the day has never had it
        cash[1].n: Later(1095, "more", 3500, "qr_code", next(books)),  # 现场增项
        cash[2].n: Later(1140, "refund", 0, "", ""),  # after the count: it goes off the next one
        cash[3].n: Later(1150, "more", 26_000, "cash", next(books)),
        debts[0].n: Later(1100, "settle", 0, "cash", next(books)),
        debts[1].n: Later(1160, "settle", 0, "card", next(books)),
    }
    for n, later in extra.items():
        calls[n] = replace(calls[n], later=(later,))
    return [replace(one, back=1025) if one.fate == "late" and one.back is None else one for one in calls]
