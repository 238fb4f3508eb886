"""Building the sample folder's database: the world, a year of orders, and who may sign in."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desk.domain.calendar import Calendar, add_days, at, day_of
from desk.domain.lists import Lists
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.service import Rulebook
from desk.domain.settings import Settings
from desk.sample.complaints import keep_complaints, tell_complaints
from desk.sample.founding import COMPANY, Founded, found
from desk.sample.fresh_orders import tell_fresh_orders
from desk.sample.hand_over import tell_hand_over
from desk.sample.history import History
from desk.sample.housekeeping import tell_housekeeping
from desk.sample.matters import load_habits
from desk.sample.notices import tell_notices
from desk.sample.office_words import tell_office_words
from desk.sample.pins import BUILT_ON, sample_pin
from desk.sample.world import build_world
from desk.sample.year import recent, year_of_orders
from desk.services import own_rows
from desk.services.work_orders.catalogue import load_catalogue
from desk.services.work_orders.listed import default_rows
from desk.store import device
from desk.store.accounts import verifier
from desk.store.bulk import Chronicle
from desk.store.database import Database
from desk.store.search import Search

SEED = 20261121
PREFIX = "W3"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Told:
    """The office in memory, every step of it decided; `own`: its complaints, `orders`: how many numbers were given."""

    world: dict[str, list[dict[str, object]]]
    founded: Founded
    chronicle: Chronicle
    own: Chronicle
    orders: int


def tell_sample(
    rules: Rulebook,
    calendar: Calendar,
    resources: Path,
    now: int,
    progress: Progress = lambda _done, _total: None,
    orders_since: int = 0,
) -> Told:
    """The sample office as it stands at `now` (UTC ms); NotPossible where its rules refuse a step.

    Orders taken before `orders_since` are left out (see `recent`); those that stay are the year's own, numbers too.
    """
    progress(0, 100)
    catalogue = load_catalogue(resources / "catalogue")
    settings = Settings(facts=ALL_SETTINGS)
    chronicle = Chronicle(rules, calendar, settings, seed=SEED)
    today = day_of(now)
    world = build_world(SEED, today, resources / "sample")
    founded = found(chronicle, world, catalogue, at(add_days(today, -400), "8:00"))
    tell_office_words(chronicle, founded, catalogue, today)
    progress(15, 100)
    habits = load_habits(resources / "sample", tuple(founded.scopes))
    stories = list(
        year_of_orders(
            world, catalogue, habits, SEED, now, settings.hours("order.windows"), settings.hours("revisit.hours")
        )
    )
    progress(25, 100)
    whole, stories = len(stories), recent(stories, orders_since)
    history = History(chronicle, founded, catalogue, f"{PREFIX}A", now, told=whole - len(stories))
    for number, story in enumerate(stories):
        history.tell(story)
        if number % 200 == 0:
            progress(25 + 40 * number // len(stories), 100)
    history.till.close(now)
    rows = {**default_rows(catalogue), **own_rows(resources / "catalogue")}
    tell_fresh_orders(chronicle, founded, world, Lists(lambda: (rows, ())), now, SEED)
    tell_housekeeping(chronicle, founded, world, Lists(lambda: (rows, ())), history.next_number, now, SEED)
    tell_notices(chronicle, founded, world, Lists(lambda: (rows, ())), now, SEED)
    tell_hand_over(chronicle, founded, Lists(lambda: (rows, ())), now, SEED)
    own = tell_complaints(chronicle, founded, world, Lists(lambda: (rows, ())), history.next_number, now, SEED)
    return Told(world, founded, chronicle, own, history.count)


def build_sample(
    database: Database,
    rules: Rulebook,
    calendar: Calendar,
    resources: Path,
    now: int,
    progress: Progress = lambda _done, _total: None,
    orders_since: int = 0,
) -> Founded:
    """Fill an empty, prepared database with what `tell_sample` tells."""
    told = tell_sample(rules, calendar, resources, now, progress, orders_since)
    founded = told.founded
    secrets = {staff_no: verifier(sample_pin(staff_no)) for staff_no in _with_account(told.world)}
    with database.write() as connection:
        told.chronicle.write(connection, lambda done, total: progress(65 + 20 * done // total, 100))
        connection.exec_driver_sql(
            "INSERT INTO account (staff_id, verifier, failures, blocked_until) VALUES (?, ?, 0, 0)",
            [(founded.staff[staff_no].id, secret) for staff_no, secret in secrets.items()],
        )
        device.put(connection, device.PREFIX, PREFIX)
        device.put(connection, device.NUMBERS, told.orders)
        device.put(connection, "company", f"o/{COMPANY}")
        device.put(connection, BUILT_ON, day_of(now))
    keep_complaints(database, told.own, founded, f"o/{COMPANY}", now)
    Search(database, rules.records).index.build(lambda done, total: progress(85 + 15 * done // max(total, 1), 100))
    progress(100, 100)
    return founded


def _with_account(world: dict[str, list[dict[str, object]]]) -> list[str]:
    return [str(row["key"]) for row in world["staff"] if row["account"]]
