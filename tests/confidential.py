"""A desk with its complaints' file, and a complaint whose words are found nowhere else."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desk.domain.roles import Role
from desk.domain.scopes import complaints_of
from desk.store.confidential import Confidential
from desk.store.database import Database
from desk.store.desk_steps import DeskSteps
from desk.store.steps import StepRequest
from tests.world import World

CANARY = "金丝雀歌声"
NAME = "珂珊罕名"
PHONE = "13977770042"
WORDS = (CANARY, NAME, PHONE)
PINS = {role: f"{number}0{number}7{number}" for number, role in enumerate(sorted(Role), start=1)}


@dataclass
class Safe:
    """A world whose steps know the second file."""

    world: World
    file: Confidential = field(init=False)
    steps: DeskSteps = field(init=False)

    def __post_init__(self) -> None:
        world = self.world
        self.file = Confidential(world.database, lambda: world.rules, world.office, world.clock)
        self.steps = DeskSteps(world.database, world.rules, world.clock, world.office.context, self.file)

    @property
    def scope(self) -> str:
        return complaints_of(self.world.scope)

    def sign_in(self, role: Role) -> Database | None:
        self.file.open(self.world.people[role].id, PINS[role])
        return self.file.database

    def complain(self, role: Role, **values: Any) -> str:
        """Taken by this person: the neutral line and the complaint in one group; says the complaint's id."""
        told = {
            "kind": "complaint", "type": "01", "want": "apology", "content": f"{CANARY}, 说话难听",
            "who": NAME, "phone": PHONE, "where": "3-2-1801", "handler_id": self.world.people[Role.SUPERVISOR].id,
            "handler": "张敏", "line_id": "@0", **values,
        }  # fmt: skip
        line = StepRequest(self.world.scope, "in_hand", "open", {"no": "T1", "receiver": "张主管 802"})
        made = self.steps.take(self.world.people[role], line, StepRequest(self.scope, "complaint", "receive", told))
        return made.ents[1]

    def rows(self, database: Database) -> list[tuple[Any, ...]]:
        return database.read("SELECT content, who, phone, line_id FROM complaint")


def holds(path: Path, *words: str) -> list[tuple[str, str]]:
    """Which files under this folder hold one of the words, in any writing that a program would give it."""
    found = []
    for file in sorted(one for one in path.rglob("*") if one.is_file()):
        data = file.read_bytes()
        for word in words:
            forms = (word.encode(), word.encode("gb18030"), word.encode("utf-16-le"), ascii(word)[1:-1].encode())
            if any(form in data for form in forms):
                found.append((file.name, word))
    return found


def says(database: Database, *words: str) -> list[tuple[str, str]]:
    """Which tables of an opened database hold one of the words, search and logs among them."""
    found = []
    for (name,) in database.read("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%'"):
        for row in database.read(f'SELECT * FROM "{name}"'):
            data = b"\n".join(one if isinstance(one, bytes) else str(one).encode() for one in row)
            for word in words:
                forms = (word.encode(), word.encode().hex().encode(), ascii(word)[1:-1].encode())
                found += [(str(name), word)] if any(form in data for form in forms) else []
    return found
