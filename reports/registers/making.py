"""A register from the database to a file: what the window and the command line share."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.store.accounts import note
from reports.registers.definition import Asked, Heading
from reports.registers.reading import rows, total

if TYPE_CHECKING:
    from desk.store.database import Database
    from reports.fonts import PaperFonts

EXPORTED = "export_register"
Told = Callable[[int, int], None]


def heading(database: "Database", scope: str, made_by: str, made_at: int) -> Heading:
    found = database.read("SELECT company, name FROM estate WHERE id = ?", (scope.partition("/")[2],))
    company, estate = found[0] if found else ("", "")
    return Heading(str(company or ""), str(estate or ""), made_by, made_at)


def workbook(
    database: "Database",
    actor: Actor,
    asked: Asked,
    path: Path,
    now: int,
    told: Told,
    stopped: Callable[[], bool],
    file: "Database | None" = None,
) -> int:
    """The xlsx at `path`, whole or not at all; how many rows. Raises Cancelled or a DeskError.

    `file`: where the rows stand, if that is not the desk's main one.
    """
    from reports.registers.book import write_register

    count = _count(file or database, actor, asked)
    _journal(database, actor, asked, now)
    found, head = rows(file or database, actor, asked), heading(database, asked.scope, actor.name, now)
    return write_register(
        path, asked, head, found, count, progress=lambda done: told(done, count), cancelled=stopped
    )  # fmt: skip


def paper(
    database: "Database",
    actor: Actor,
    asked: Asked,
    fonts: "PaperFonts",
    now: int,
    told: Told,
    stopped: Callable[[], bool],
    file: "Database | None" = None,
) -> tuple[bytes, int]:
    """The PDF and how many rows; stops as the workbook does."""
    from reports.registers.paper import render_register

    count = _count(file or database, actor, asked)
    _journal(database, actor, asked, now)
    found, head = rows(file or database, actor, asked), heading(database, asked.scope, actor.name, now)
    pdf = render_register(
        fonts, asked, head, found, count, progress=lambda done: told(done, count), cancelled=stopped
    )  # fmt: skip
    return pdf, count


def _count(database: "Database", actor: Actor, asked: Asked) -> int:
    """How many rows, for whom this register is kept."""
    if actor.roles and not actor.may(asked.register.readers):
        who = "、".join(role.label for role in Role if role in asked.register.readers)
        raise DeskError(f"您的岗位不出{asked.register.title}", f"请找能出的岗位: {who}")
    return total(database, actor, asked)


def _journal(database: "Database", actor: Actor, asked: Asked, now: int) -> None:
    """Whole telephone numbers leave the office: who, when, which register; before the file is written."""
    if asked.phones:
        with database.write() as connection:
            note(connection, now, actor.id, EXPORTED, f"{asked.scope} {asked.register.name}")
