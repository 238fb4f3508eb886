"""Two signatures with two PINs: each is checked before anything is written, each step is its own person's."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desk.domain.errors import DeskError
from desk.store import accounts
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter

GIVER, TAKER = "giver", "taker"
WHAT = "sign"  # in the journal of this PC
Done = Callable[[list[Changed]], None]
Failed = Callable[[Exception], None]


def sign(
    counter: Counter, owner: QObject, request: StepRequest | None, secret: str, taker: str, taker_secret: str,
    done: Done, failed: Failed, hand_over: str = "", answer: str = "",
) -> None:  # fmt: skip
    """The person at the counter signs `request` where there is one, then `taker` takes over where he is named.

    `hand_over` is the one to be taken where nothing is given. A DeskError's field says whose PIN was wrong.
    """
    database, office, steps, scope = counter.database, counter.office, counter.steps, counter.scope
    giver, now = counter.actor, counter.now()

    def work() -> list[Changed]:
        if request is not None:
            _check(lambda: accounts.sign_in(database, giver.id, secret, now, WHAT), GIVER)
        if taker:
            _check(lambda: accounts.sign_in(database, taker, taker_secret, now, WHAT), TAKER)
        found: list[Changed] = []
        if request is not None:
            found.append(steps.take(giver, request))
            accounts.signed_in(database, giver.id, now, WHAT)
        ent = hand_over or found[0].ents[0]
        if taker:
            values = {"answer": answer} if answer else {}
            who = office.actor(database, scope, taker)
            found.append(steps.take(who, StepRequest(scope, "hand_over", "take", values, ent)))
            accounts.signed_in(database, taker, now, WHAT)
        return found

    counter.db.run(owner, work, done, failed)


def _check(ask: Callable[[], None], whose: str) -> None:
    try:
        ask()
    except DeskError as error:
        raise DeskError(error.message, error.advice, whose) from None
