"""Reading an owners' list off the window's thread: any file becomes a plan or a sentence that says why not."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from desk.domain.errors import DeskError
from desk.services.residents.importing import confirm
from desk.services.residents.importing.layout import recognise
from desk.services.residents.importing.plan import ImportPlan, ids_of_estate, plan
from desk.services.residents.importing.reading import BookReader
from desk.services.residents.importing.refusals import CancelledError
from desk.ui.counter import Counter
from desk.ui.tasks import Token


def read_plan(
    counter: Counter,
    owner: QObject,
    path: Path,
    show: Callable[[int, int], None],
    done: Callable[[ImportPlan], None],
    failed: Callable[[DeskError], None],
) -> Token:
    """Read and compare; nothing is written. The token stops it; then neither `done` nor `failed` is called."""
    token = Token()
    told = counter.work.report(owner, show)
    database, rules, actor, scope, estate = (
        counter.database, counter.rules, counter.actor, counter.scope, counter.estate_id,
    )  # fmt: skip

    def work() -> ImportPlan:
        with BookReader() as reader:
            book = reader.read(path, lambda rows: told(rows, 0), lambda: token.cancelled)
        stored = confirm.existing(database, rules, actor, scope)
        make_id = ids_of_estate(estate)
        return plan(recognise(book), make_id, stored, lambda rows: told(rows, 0), lambda: token.cancelled)

    def refused(error: DeskError) -> None:
        if not isinstance(error, CancelledError):
            failed(error)

    counter.work.run(owner, work, done, refused)
    return token
