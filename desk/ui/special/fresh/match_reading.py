"""待核对: who an order may be for, by its address, telephone and name, and what estates it may belong to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desk.domain.calendar import day_of
from desk.domain.phones import read_phone
from desk.domain.values import Values
from desk.services.fresh_orders.matching import FLAGS
from desk.services.fresh_orders.reads import LIVE, rows_where
from desk.services.fresh_orders.record import FRESH_ORDER
from desk.services.residents.lookup import Candidate, candidates, household
from desk.store.query import one
from desk.ui.counter import Counter

if TYPE_CHECKING:
    from desk.domain.roles import Actor
    from desk.store.database import Database

MOST = 6
TAIL = 4
ADDRESS, PHONE, NAME, LIVES = "地址相符", "电话相符", "姓名相同", "住这一户"
WEIGHT = {PHONE: 4, ADDRESS: 3, LIVES: 2, NAME: 1}
OTHERS = "SELECT name, desk_phone FROM estate WHERE id <> ? AND status = 'active' ORDER BY name, id"
OWN = "SELECT name FROM estate WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody the order may be for, and what speaks for it."""

    candidate: Candidate
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """One order to be looked at; `left` are the others that wait for it."""

    order: Values
    likely: tuple[Likely, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Estate:
    """Another estate of the company, and its desk's telephone."""

    name: str
    phone: str


def unchecked(database: "Database", actor: "Actor", scope: str) -> list[Values]:
    """The orders under way that nobody has matched, the oldest first."""
    states = ", ".join(f"'{state}'" for state in LIVE)
    flags = " OR ".join(f"coalesce({name}, 0) <> 0" for name in FLAGS)
    where = f"status IN ({states}) AND status <> 'out' AND ({flags}) ORDER BY placed_at, id"
    return rows_where(database, actor, scope, FRESH_ORDER, where, ())


def reading(counter: Counter, ent: str) -> Callable[[], Unmatched | None]:
    """For the db lane; an order that is matched already is not there."""
    database, actor, scope, search = counter.database, counter.actor, counter.scope, counter.search
    estate, today = counter.estate_id, day_of(counter.now())

    def work() -> Unmatched | None:
        order = one(database, actor, scope, FRESH_ORDER, ent)
        if order is None or not any(order.get(name) for name in FLAGS):
            return None
        ours = next((str(name) for (name,) in database.read(OWN, (estate,))), "")
        phone, name = read_phone(str(order.get("phone") or "")).number, str(order.get("name") or "").strip()
        home = str(order.get("home_id") or "")
        address = str(order.get("where") or "").strip().removeprefix(ours)

        def ask(typed: str) -> list[Candidate]:
            return candidates(search, actor, scope, typed, today) if typed.strip() else []

        found = merged((
            (PHONE, [who for who in ask(phone[-TAIL:]) if phone and read_phone(who.phone).number == phone]),
            (LIVES, household(search, actor, scope, home, today) if home else []),
            (ADDRESS, [] if home else ask(address)),
            (NAME, [who for who in ask(name) if who.name == name] if len(name) > 1 else []),
        ))  # fmt: skip
        others = (str(row["id"]) for row in unchecked(database, actor, scope))
        return Unmatched(order, tuple(found[:MOST]), tuple(other for other in others if other != ent))

    return work


def merged(found: Iterable[tuple[str, Sequence[Candidate]]]) -> list[Likely]:
    """Each home and person once, with all that speaks for it; what most speaks for comes first."""
    why: dict[tuple[str, str, str], list[str]] = {}
    known: dict[tuple[str, str, str], Candidate] = {}
    for reason, some in found:
        for who in some:
            key = (who.home_id, who.place_id, who.resident_id)
            known.setdefault(key, who)
            if reason not in why.setdefault(key, []):
                why[key].append(reason)
    likely = [Likely(known[key], tuple(reasons)) for key, reasons in why.items()]
    return sorted(likely, key=lambda one: -sum(WEIGHT[reason] for reason in one.why))


def other_estates(database: "Database", estate: str) -> list[Estate]:
    return [Estate(str(name), str(phone or "")) for name, phone in database.read(OTHERS, (estate,))]
