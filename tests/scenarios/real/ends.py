"""What is outside of the windows in a scenario: the server, which may go and come back, and the partners' programs."""

import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event, Thread

import httpx

from sync.reference_channel.__main__ import Conversation
from sync.reference_channel.caller import Caller
from sync.reference_channel.listener import Inbox, Listener
from sync.reference_channel.residents import Person, Residents
from sync.reference_shop.baskets import Baskets
from sync.reference_shop.trade import Trade
from sync.server.doors import letters, partners
from sync.server.doors.working import read_logs, send
from sync.server.workers import Worker
from tests.scenarios.real.town import CHANNEL, SHOP, Town
from tests.sync.server.running import Running, running
from tests.world import Clock

HOST = "127.0.0.1"
BUYER = Person("王秀英", "13800006621", "翠湖花园3-2-1801")
BASKET = 40  # the seed of eggs, bean curd, spinach, strawberries, apples
PACE_MS = 60_000  # packed, on the way, at the gate: a minute each
LISTENS_S = 0.02
SILENT_S = 0.2
WORKERS = (Worker("webhooks", 1, send),)
CARRIED = "SELECT 1 FROM webhook WHERE state = 'due' AND tries > 0 AND said = ''"  # taken up, not yet heard


class Server:
    """The real one on a port that stays its own: while it is down nobody answers there."""

    def __init__(self, town: Town, folder: Path, clock: Clock) -> None:
        self.clock = clock
        self.core = town.server(folder, clock)
        self._bound = _bound(0)
        self.url = f"http://{HOST}:{self._bound.getsockname()[1]}"
        self._opened: AbstractContextManager[Running] | None = None
        self._running: Running | None = None

    def up(self) -> None:
        self._opened = running(self.core, *WORKERS, bound=self._bound)
        self._running = self._opened.__enter__()

    def down(self) -> None:
        if self._opened is not None:
            port = self._bound.getsockname()[1]
            self._opened.__exit__(None, None, None)
            self._opened = self._running = None
            self._bound = _bound(port)

    @property
    def is_up(self) -> bool:
        return self._running is not None

    @property
    def polled(self) -> int:
        """How many desks wait there for news, and have all there is."""
        return self._running.live.hub.waiting if self._running is not None else 0

    def tell_partners(self) -> bool:
        """What its worker does each second; whether everything was said that is due."""
        now = self.clock()
        read_logs(self.core, now)
        send(self.core)
        with self.core.store.reading() as session:
            due, carried = letters.next_due(session), session.read(CARRIED)
        return (due is None or due > now) and not carried

    def close(self) -> None:
        self.down()
        self._bound.close()
        self.core.close()


def _bound(port: int) -> socket.socket:
    """A port that is taken, and answers once somebody listens."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    made.bind((HOST, port))
    return made


class Program:
    """A partner's program as its own `__main__` runs it: sends what is due, listens in between; in a thread."""

    def __init__(self, server: Server, name: str, key: str) -> None:
        self.said: list[str] = []
        self._http = httpx.Client(base_url=server.url, timeout=10, trust_env=False, verify=False)
        self.caller = Caller(self._http, key, server.clock)
        self._inbox = Inbox(self.caller.partner, self.caller.secret, server.clock, self._hear)
        self._listener = Listener(HOST, 0, self._inbox)
        with server.core.store.session() as session:
            one = partners.by_id(session, self.caller.partner)
            assert one is not None, name
            partners.put(session, one._replace(webhook=self._listener.url))
        self._stop = Event()
        self._thread = Thread(target=self._run)
        self.is_at_rest = False

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(30)
        assert not self._thread.is_alive()
        self._listener.server_close()
        self._http.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            reached = self._work()
            if not reached:
                self._stop.wait(SILENT_S)
            self._listener.listen(LISTENS_S)

    def _hear(self, letter: dict[str, object]) -> None:
        raise NotImplementedError

    def _work(self) -> bool:
        raise NotImplementedError


class Shop(Program):
    """The reference shop."""

    def __init__(self, server: Server, key: str) -> None:
        super().__init__(server, SHOP, key)
        baskets = Baskets(BASKET, (BUYER,))
        self.trade = Trade(self.caller, baskets, server.clock, self.said.append, PACE_MS)

    def _hear(self, letter: dict[str, object]) -> None:
        self.trade.heard(letter)

    def _work(self) -> bool:
        return self.trade.work()

    @property
    def is_idle(self) -> bool:
        """Nothing is due."""
        return not self.trade.is_due


class Channel(Program):
    """The reference channel of the residents."""

    def __init__(self, server: Server, key: str) -> None:
        super().__init__(server, CHANNEL, key)
        self.talk = Conversation(self.caller, Residents(1, (BUYER,)), server.clock, self.said.append)

    def _hear(self, letter: dict[str, object]) -> None:
        self.talk.heard(letter)

    def _work(self) -> bool:
        self.talk.rate()
        self.talk.acknowledge()
        return True

    @property
    def is_idle(self) -> bool:
        return not self.talk.owes


Made = Callable[[], Program]
