"""A PC joins its company's server: the code, who it is now, the accounts, and with empty data all there is.

Interrupted anywhere it is begun again with the same words: what was done is not done twice.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.domain.errors import DeskError
from desk.domain.service import Rulebook
from desk.store.steps import ContextOf
from sync.client import kept, pulling, snapshot, tokens
from sync.client.enrolling import enrol
from sync.client.greeting import greet
from sync.client.kept import Identity
from sync.client.outcomes import Fault
from sync.client.session import Session
from sync.client.tokens import Bearer

if TYPE_CHECKING:
    import httpx

    from desk.store.database import Database

Progress = Callable[[int, int], None]
NEAR = re.compile(r"^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\])", re.IGNORECASE)
SHAPE = re.compile(r"^https?://(\[[0-9a-f:]+\]|[^\s/:]+)(:\d{1,5})?$", re.IGNORECASE)


def server_address(typed: str) -> str:
    """What somebody typed as the address of a server; DeskError where it is none.

    Without http:// or https:// an address of the office's own network is meant plainly, any other one encrypted.
    """
    text = re.sub(r"\s", "", typed).rstrip("/").replace("。", ".").replace("：", ":")
    if text and "://" not in text:
        text = f"{'http' if NEAR.match(text) else 'https'}://{text}"
    if not SHAPE.match(text):
        raise DeskError(
            "服务器地址不对", "请照总部给的写, 例如 https://desk.example.com 或 192.168.1.10:8460", "address"
        )
    return text


def join(
    http: "httpx.Client", database: "Database", code: str, name: str, clock: Callable[[], int], version: str,
    server_key: str | None = None,
) -> Identity:  # fmt: skip
    """The code is redeemed and the server greeted; who may sign in comes with it. DeskError in words."""
    me = kept.identity(database)
    if me is None:
        me = enrol(http, database, code, name, clock(), version, server_key)
    greet(http, database, Bearer(), version, clock())
    return me


def receive(
    http: "httpx.Client", database: "Database", rules: Rulebook, context_of: ContextOf, clock: Callable[[], int],
    progress: Progress,
) -> None:  # fmt: skip
    """Everything of the granted scopes that is not here yet, into data that is still empty. DeskError in words."""
    bearer = Bearer()
    session = Session(
        database, rules, context_of, http, lambda: tokens.token(http, database, bearer, clock()), bearer.forget,
        lambda: kept.scopes(database), clock,
    )  # fmt: skip
    have = {str(row[0]) for row in database.read("SELECT scope FROM sync_state")}
    missing = [scope for scope in session.pulled() if scope not in have]
    try:
        for number, scope in enumerate(missing):
            snapshot.begin(session, snapshot.Download(scope), _part(progress, number, len(missing)))
        pulling.pull(session, 0)
    except Fault as fault:
        raise DeskError("接收中断了", "已收到的不会丢; 请检查网络, 再按一次接入", "address") from fault


def _part(progress: Progress, number: int, of: int) -> Progress:
    """One scope's part of the whole, in thousandths."""

    def told(done: int, total: int) -> None:
        progress(1000 * number // of + (1000 * done // total // of if total else 0), 1000)

    return told
