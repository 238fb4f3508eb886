"""The view a decision is made in, kept as long as nothing it depends on was written: roles, settings, lists."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from desk.domain.calendar import Calendar
from desk.domain.deciding import Context
from desk.domain.lists import Layer
from desk.domain.roles import Actor, Role
from desk.domain.scopes import estate_of, office_of
from desk.store.fold import Read, Row
from desk.store.office import Office
from sync.server.store import Session, heads_of

# Records whose change changes the view; of all others no decision depends on another entity.
CONFIGURES = frozenset({"setting", "list_row", "staff", "grant", "estate", "crew"})
ACTIVE = "active"
FOUNDED = """SELECT 1 FROM "grant" WHERE scope = ? AND role = ? AND status = 'active' LIMIT 1"""
HELD = """SELECT g.role, g.status, g.head_eff, s.status, s.head_eff FROM "grant" g JOIN staff s ON s.id = g.staff_id
          WHERE g.staff_id = ? AND (g.estate_id = ? OR ? = '')"""
CHAIN = "SELECT chain FROM journal WHERE scope = ? AND seq = ?"
COMPANY = "SELECT scope FROM estate WHERE id = ?"


@dataclass
class View:
    """What is in force in one scope at one moment; people are looked up when they first act."""

    office: Office
    context: Context
    actors: dict[str, Actor] = field(default_factory=dict)
    _last: tuple[tuple[str, int, int], Context] | None = None  # a clerk's ops come in a row, several a millisecond

    def of(self, read: Read, staff_id: str, now: int, offset: int) -> Context:
        """The context of a person's op."""
        key, last = (staff_id, now, offset), self._last
        if last is not None and last[0] == key:
            return last[1]
        actor = self.actors.get(staff_id)
        if actor is None:
            actor = self.actors[staff_id] = self.office.holder(read, self.context.scope, Actor(staff_id, frozenset()))
        context = replace(self.context, now=now, actor=actor, offset=offset)
        self._last = (key, context)
        return context


class Offices:
    """Views by scope. Two processes on one database agree, because a view is known by the logs it was read from."""

    def __init__(self, calendar: Calendar, own_lists: Layer) -> None:
        self._calendar = calendar
        self._own_lists = own_lists
        self._kept: dict[str, tuple[tuple[bytes, bytes], View]] = {}

    def view(self, session: Session, scope: str, config_seq: int) -> View:
        """The view of a scope inside this transaction; `config_seq`: the last entry of its office that changed one."""
        company = company_of(session, scope)
        head = heads_of(session, (company,)).get(company)
        own = session.read(CHAIN, (office_of(scope), config_seq)) if config_seq else []
        # By their chains: a database that was put back under a working server has the same numbers for other entries.
        mark = (head.chain if head else b"", bytes(own[0][0]) if own else b"")
        kept = self._kept.get(scope)
        if kept is not None and kept[0] == mark:
            return kept[1]
        view = self.fresh(session, scope, company)
        view.context.lists.read_now()  # it outlives this session
        self._kept[scope] = (mark, view)
        return view

    def fresh(self, session: Session, scope: str, company: str | None = None) -> View:
        """A view read now and not kept: inside a batch that changes it."""
        office = Office(company or company_of(session, scope), self._calendar, lambda: self._own_lists)
        read = reading(session)
        view = View(office, office.view(read, scope, Actor("", frozenset()), 0))
        # The rules themselves take the first steps of a company, while nobody is there who could permit them.
        if scope.startswith("o/") and not session.read(FOUNDED, (scope, str(Role.HEAD_OFFICE))):
            view.actors[""] = Actor("", frozenset({Role.RULES}))
        else:
            view.actors[""] = Actor("", frozenset())
        return view


def held_at(read: Read, scope: str, staff_id: str, at: int) -> Actor:
    """A person with the roles held in a scope at a moment, those that ended later included."""
    estate, roles = estate_of(scope), set()
    for word, granted, granted_eff, employed, employed_eff in read(HELD, (staff_id, estate, estate)):
        ends = [int(eff or 0) for status, eff in ((granted, granted_eff), (employed, employed_eff)) if status != ACTIVE]
        role = Role.of(word)
        if role is not None and all(at < end for end in ends):
            roles.add(role)
    return Actor(staff_id, frozenset(roles))


def company_of(session: Session, scope: str) -> str:
    """The company's scope of an estate's; its own of a company's; empty where no company knows it."""
    kind, _, rest = scope.partition("/")
    if kind == "o":
        return scope
    rows = session.read(COMPANY, (rest.partition("/")[0],))
    return str(rows[0][0]) if rows else ""


def reading(session: Session) -> Read:
    def read(sql: str, parameters: Sequence[object]) -> Sequence[Row]:
        return session.read(sql, parameters)

    return read
