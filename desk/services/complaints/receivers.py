"""To whom a complaint goes first: by its kind and by whose it is, never to the person it is about. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desk.domain import list_cells
from desk.domain.complaint_lists import ROLE_OF, Receiver
from desk.domain.duty_list import STAFF
from desk.domain.lists import Lists
from desk.domain.roles import WITH_ACCOUNT, Role
from desk.services.complaints.listed import ComplaintType
from desk.services.complaints.readers import SECONDS

KEY_RESIDENT = "key"  # the service level whose matters go to the manager at once
# Whose head answers for them.
HEAD_OF: Mapping[Role, Role] = {
    Role.TECHNICIAN: Role.FOREMAN,
    Role.FOREMAN: Role.FOREMAN,
    Role.GUARD: Role.SQUAD_LEADER,
    Role.SQUAD_LEADER: Role.SQUAD_LEADER,
    Role.MANAGER: Role.MANAGER,
}


ORDER = (Role.MANAGER, Role.SUPERVISOR, Role.FOREMAN, Role.SQUAD_LEADER, Role.BUTLER, Role.ACCOUNTANT)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works here, as the choice of a handler needs him."""

    id: str
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)

    @property
    def post(self) -> str:
        """The post that counts here, in words."""
        found = next((role for role in ORDER if role in self.roles), next(iter(sorted(self.roles)), None))
        return found.label if found else ""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Who is suggested, who stands in for him, and why in a few words."""

    handler: Person | None
    deputy: Person | None
    why: str


def people(lists: Lists) -> list[Person]:
    """Everybody of the office with an account, in the order of their numbers."""
    return [one for one in everybody(lists) if one.roles & WITH_ACCOUNT]


def answering(staff: Sequence[Person], taker: str = "", about: Person | None = None) -> list[Person]:
    """Who else may be asked: those who answer for something, in the order of their posts, and not who takes it in."""
    found = [one for one in staff if one.roles & SECONDS and one.id != taker and not _same(one, about)]
    return sorted(found, key=lambda one: min((ORDER.index(role) for role in one.roles if role in ORDER), default=9))


def everybody(lists: Lists) -> list[Person]:
    """All who work here, those without an account too: one of them may be complained about."""
    return [
        Person(ent, cells.get("name", ""), _roles(cells.get("roles", ""))) for ent, cells in lists.rows(STAFF).items()
    ]


def _roles(text: str) -> frozenset[Role]:
    return frozenset(r for word in list_cells.words_of(text) if (r := Role.of(word)))


def suggested(
    kind: ComplaintType | None,
    level: str,
    staff: Sequence[Person],
    about: Person | None = None,
    butler_id: str = "",
) -> Suggested:
    """The receiver by kind and service level, with a deputy; `butler_id`: who owns the building."""
    why = kind.receiver.label if kind else Receiver.SUPERVISOR.label
    first = _person(kind.receiver if kind else Receiver.SUPERVISOR, staff, about, butler_id)
    if level == KEY_RESIDENT:
        first, why = _with_role(Role.MANAGER, staff, about) or first, "重点业主, 请项目经理"
    if about is not None and kind is not None and kind.receiver is Receiver.DEPARTMENT and level != KEY_RESIDENT:
        why = f"{about.name}的主管"
    handler = first or _above(staff, about)
    if handler is not None and first is None:
        why = f"没有合适的{why}, 请{handler.post}"
    beside = _person(kind.beside, staff, about, butler_id) if kind and kind.beside else None
    others = [one for one in (beside, _above(staff, about), _with_role(Role.SUPERVISOR, staff, about)) if one]
    deputy = next((one for one in others if handler is None or one.id != handler.id), None)
    return Suggested(handler, deputy, why)


def _person(receiver: Receiver, staff: Sequence[Person], about: Person | None, butler_id: str) -> Person | None:
    if receiver is Receiver.DEPARTMENT:
        roles = about.roles if about else frozenset[Role]()
        head = next((HEAD_OF[role] for role in HEAD_OF if role in roles), Role.SUPERVISOR)
        return _with_role(head, staff, about)
    if receiver is Receiver.BUTLER and butler_id:
        own = next((one for one in staff if one.id == butler_id and not _same(one, about)), None)
        if own is not None:
            return own
    return _with_role(ROLE_OF[receiver], staff, about)


def _with_role(role: Role, staff: Sequence[Person], about: Person | None) -> Person | None:
    return next((one for one in staff if role in one.roles and not _same(one, about)), None)


def _above(staff: Sequence[Person], about: Person | None) -> Person | None:
    """The manager, or head office where he is the one it is about."""
    return _with_role(Role.MANAGER, staff, about) or _with_role(Role.HEAD_OFFICE, staff, about)


def _same(one: Person, about: Person | None) -> bool:
    return about is not None and one.id == about.id
