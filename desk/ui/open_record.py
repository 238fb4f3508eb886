"""From a list to the record itself: its own page shows it, in the estate where it stands."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desk.domain.errors import DeskError
from desk.store import this_pc

if TYPE_CHECKING:
    from desk.ui.counter import Counter

ABOUT = "SELECT about, about_id FROM revisit WHERE scope = ? AND id = ?"
LIVES = """SELECT resident_id FROM residence WHERE scope = ? AND home_id = ? AND status = 'active'
           ORDER BY CASE relation WHEN 'owner' THEN 0 ELSE 1 END LIMIT 1"""


def open_record(counter: "Counter", owner: QObject, record: str, ent: str, scope: str) -> None:
    """Turns the desk to the record's estate first, and says so."""
    if scope != counter.scope:
        turn_to(counter, owner, scope)
    database = counter.database
    if record == "revisit":
        counter.read(owner, lambda: database.read(ABOUT, (scope, ent)), lambda rows: _show_about(counter, rows))
    elif record == "home":
        counter.read(owner, lambda: database.read(LIVES, (scope, ent)), lambda rows: _show_resident(counter, rows))
    else:
        _show(counter, record, ent)


def turn_to(counter: "Counter", owner: QObject, scope: str) -> None:
    """As in the settings: the same person at another estate, remembered on this PC."""
    estate, database = scope.partition("/")[2], counter.database
    counter.sign_in(counter.actor.id, estate)
    counter.db.run(owner, lambda: this_pc.remember(database, {this_pc.ESTATE: estate}))
    counter.ways.said.emit(f"现在是{counter.estate_name}, 要回原来的小区到设置里换")


def _show(counter: "Counter", record: str, ent: str) -> None:
    if record == "work_order":
        counter.ways.order_wanted.emit(ent)
    elif record == "fresh_order":
        counter.ways.fresh_wanted.emit(ent)
    else:
        counter.ways.matter_wanted.emit(record, ent)


def _show_about(counter: "Counter", rows: list[tuple[str, str]]) -> None:
    if rows:
        _show(counter, str(rows[0][0]), str(rows[0][1]))


def _show_resident(counter: "Counter", rows: list[tuple[str]]) -> None:
    if rows:
        counter.ways.resident_wanted.emit(str(rows[0][0]))
    else:
        counter.ways.refused.emit(DeskError("这一户还没有登记住户", "到“业主”里按房号找"))
