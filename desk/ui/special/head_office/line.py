"""Questions of the head office to the server, on the lane of long work, with this desk's own token."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject

from desk.ui.counter import Counter

if TYPE_CHECKING:
    import httpx

    from sync.client.lines import Lines
    from sync.client.tokens import Bearer

T = TypeVar("T")
Ask = Callable[["httpx.Client", str, str], T]


class OfficeLine:
    """Each question opens a line of its own and closes it; `reach` is how a server is reached."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._bearer: Bearer | None = None
        self.reach: Callable[[str, Lines], httpx.Client] | None = None

    def ask(
        self, owner: QObject, work: "Ask[T]", done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        """`work` is given the line, the token and who asks."""
        counter, reach, bearer = self._counter, self.reach, self._token()
        database, by, now = counter.database, counter.actor.id, counter.now()

        def asked() -> T:
            from sync.client import kept
            from sync.client.lines import Lines, client
            from sync.client.tokens import NotEnrolled, with_token

            me = kept.identity(database)
            if me is None:
                raise NotEnrolled
            with (reach or client)(me.url, Lines()) as http:
                return with_token(http, database, bearer, now, lambda token: work(http, token, by))

        counter.work.run(owner, asked, done, failed)

    def _token(self) -> "Bearer":
        from sync.client.tokens import Bearer

        if self._bearer is None:
            self._bearer = Bearer()
        return self._bearer
