"""The frozen view a decision is made in: who holds which role here, settings and lists in force, the calendar."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from desk.domain.calendar import Calendar
from desk.domain.errors import DeskError
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.roles import Actor, Role
from desk.domain.scopes import estate_of, office_of
from desk.domain.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.domain.deciding import Context
    from desk.domain.lists import Layer, Lists
    from desk.store.database import Database

Rows = Sequence[tuple[Any, ...]]
Read = Callable[[str, Sequence[Any]], Rows]

ROLES = """SELECT g.role FROM "grant" g JOIN staff s ON s.id = g.staff_id
           WHERE g.staff_id = ? AND g.status = 'active' AND s.status = 'active' AND (g.estate_id = ? OR ? = '')"""
# Should one key stand twice, the newest word counts, on every replica alike.
SETTINGS = "SELECT key, value FROM setting WHERE scope = ? AND status = 'active' ORDER BY head_eff, id"


class Office:
    """Builds contexts. `company` is the company's scope; the calendar's table is read once per process.

    `own_lists` gives the rows the program brings itself, read when a list is first asked for.
    """

    def __init__(self, company: str, calendar: Calendar, own_lists: "Callable[[], Layer]" = dict[str, Any]) -> None:
        self.company = company
        self.calendar = calendar
        self._own_lists = own_lists

    def context(self, connection: "Connection", scope: str, actor: Actor, now: int) -> "Context":
        """For a step: roles, settings and lists as they stand inside this very transaction."""

        def read(sql: str, parameters: Sequence[Any]) -> Rows:
            return [tuple(row) for row in connection.exec_driver_sql(sql, tuple(parameters))]

        return self.view(read, scope, actor, now)

    def view(self, read: Read, scope: str, actor: Actor, now: int) -> "Context":
        """The same over any way of reading: the server has its own database."""
        from desk.domain.deciding import Context

        holder = self.holder(read, scope, actor)
        return Context(now, scope, holder, self._settings(read, scope), self.calendar, lists=self._lists(read, scope))

    def holder(self, read: Read, scope: str, actor: Actor) -> Actor:
        """The person with the roles held in this scope."""
        return Actor(actor.id, self._roles(read, scope, actor), actor.name, actor.staff_no)

    def settings(self, database: "Database", scope: str) -> Settings:
        """The settings in force in a scope, for a screen."""
        return self._settings(database.read, scope)

    def lists(self, database: "Database", scope: str) -> "Lists":
        """The lists in force in a scope, for a screen; read when first asked for."""
        return self._lists(database.read, scope)

    def actor(self, database: "Database", scope: str, staff_id: str) -> Actor:
        """A person with the roles held in this scope, for a screen."""
        rows = database.read("SELECT name, staff_no FROM staff WHERE id = ?", (staff_id,))
        name, staff_no = rows[0] if rows else ("", "")
        blank = Actor(staff_id, frozenset(), name or "", staff_no or "")
        return Actor(staff_id, self._roles(database.read, scope, blank), blank.name, blank.staff_no)

    def _roles(self, read: Read, scope: str, actor: Actor) -> frozenset[Role]:
        if Role.RULES in actor.roles:
            return frozenset({Role.RULES})
        estate = estate_of(scope)
        found = (Role.of(row[0]) for row in read(ROLES, (actor.id, estate, estate)))
        return frozenset(role for role in found if role is not None)

    def _settings(self, read: Read, scope: str) -> Settings:
        company, scope = {row[0]: row[1] for row in read(SETTINGS, (self.company,))}, office_of(scope)
        estate = {row[0]: row[1] for row in read(SETTINGS, (scope,))} if scope != self.company else {}
        # Each was able to stand when it was written; together they may not (the company raised a limit above an
        # estate's own). The work goes on by the layer below; the settings page shows what is overruled.
        for layers in ((company, estate), (company,)):
            try:
                return Settings(*layers, facts=ALL_SETTINGS)
            except DeskError:
                continue
        return Settings(facts=ALL_SETTINGS)

    def _lists(self, read: Read, scope: str) -> "Lists":
        from desk.store.listed import lists_in_force

        return lists_in_force(read, self.company, office_of(scope), self._own_lists)
