"""Light desks of the fleet: a token, a cursor and one long poll each; every page's chain is computed and compared."""

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from sync.protocol.envelope import chain_next
from sync.server.building import system_time
from sync.wire.framing import Pages, WholePage, parts
from sync.wire.messages import Pull, Push, PushAnswer, Sent
from sync.wire.squeezing import expand
from tests.benchmarks.sync_documents import documents
from tests.benchmarks.sync_office import SEED, Light, intake

WAIT_MS, LIMIT = 20_000, 500
AGAIN_S = 0.2
HEADERS = "content-type: application/msgpack\r\naccept-encoding: zstd\r\ndesk-protocol: 1\r\n"


class Away(Exception):
    """The server did not answer as it should."""


class Line:
    """One kept connection; one question after the other."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._told = f"host: 127.0.0.1\r\n{HEADERS}authorization: Bearer {token}\r\n"
        self._ends: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, path: str, body: bytes) -> bytes:
        """The answer's body, expanded; Away where it is no success."""
        if self._ends is None:
            self._ends = await asyncio.open_connection("127.0.0.1", self._port, limit=1 << 22)
        reader, writer = self._ends
        writer.write(f"POST {path} HTTP/1.1\r\n{self._told}content-length: {len(body)}\r\n\r\n".encode() + body)
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            content = await self._body(reader, head)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            self._ends = None
            raise Away("cut") from error
        if not head.startswith("http/1.1 200"):
            raise Away(f"{head[9:12]} {content[:200]!r}")
        coding = "zstd" if "content-encoding: zstd" in head else None
        return b"".join(expand((content,), coding, 1 << 26))

    async def _body(self, reader: asyncio.StreamReader, head: str) -> bytes:
        if "content-length:" in head:
            return await reader.readexactly(int(head.partition("content-length:")[2].partition("\r\n")[0]))
        pieces = []
        while size := int(await reader.readline(), 16):
            pieces.append((await reader.readexactly(size + 2))[:-2])
        await reader.readline()
        return b"".join(pieces)

    def close(self) -> None:
        if self._ends is not None:
            self._ends[1].close()
            self._ends = None


@dataclass
class Watch:
    """What all desks of a run saw. `sent` has the moment at which each op was complete at its desk, by the op's id."""

    sent: dict[str, float] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)
    arrived: list[float] = field(default_factory=list)
    polls: int = 0
    troubles: list[str] = field(default_factory=list)


class FleetDesk:
    """`entries` counts what came; a gap, a repetition or another chain raises."""

    def __init__(self, light: Light, port: int, watch: Watch, company: str, place: tuple[int, bytes]) -> None:
        self.light = light
        self._port = port
        self._watch = watch
        self._n = 0
        self.places = {light.scope: place, company: (0, bytes(32))}
        self.ids: list[str] = []
        self._poll, self._push = Line(port, light.token), Line(port, light.token)
        self._pushing = asyncio.Lock()

    async def follow(self) -> None:
        """Poll until cancelled."""
        try:
            while True:
                try:
                    await self.pull(WAIT_MS)
                except Away as away:
                    self._watch.troubles.append(str(away))
                    await asyncio.sleep(AGAIN_S)
        finally:
            self._poll.close()

    async def pull(self, wait_ms: int) -> None:
        want = [(scope, seq, chain) for scope, (seq, chain) in self.places.items()]
        body = await self._poll.ask("/v1/pull", msgspec.msgpack.encode(Pull(want, LIMIT, wait_ms)))
        self._watch.polls += 1
        came = time.perf_counter()
        for page in Pages(parts((body,))):
            if not isinstance(page, WholePage):
                raise AssertionError(f"{page} instead of a page")
            self._take(page, came)

    def _take(self, page: WholePage, came: float) -> None:
        scope = page.head.scope
        seq, chain = self.places[scope]
        for entry in page.entries:
            seq += 1
            assert entry.seq == seq, "the log has a gap"
            chain = chain_next(chain, seq, entry.op, entry.did)
            if scope == self.light.scope:
                ident = str(json.loads(entry.op)["id"])
                self.ids.append(ident)
                if ident in self._watch.sent:
                    self._watch.arrived.append(came - self._watch.sent[ident])
        assert (page.trailer.next, page.trailer.chain) == (seq, chain), "another chain"
        self.places[scope] = (seq, chain)

    async def step(self, by: str, document: dict[str, object]) -> None:
        """One repair taken in here, on its way at once."""
        async with self._pushing:
            self._n += 1
            at = system_time()
            sealed = intake(self.light.scope, self.light.dev, self._n, by, document, at)
            seq, chain = self.places[self.light.scope]
            message = Push(self.light.scope, seq, chain, at, [Sent(sealed.op, sealed.body, sealed.pii)])
            begun = self._watch.sent[sealed.id] = time.perf_counter()
            while True:
                try:
                    answer = await self._push.ask("/v1/ops", msgspec.msgpack.encode(message))
                    break
                except Away as away:
                    self._watch.troubles.append(str(away))
                    await asyncio.sleep(AGAIN_S)
            assert min(msgspec.msgpack.decode(answer, type=PushAnswer).results) > 0
            self._watch.answered.append(time.perf_counter() - begun)

    def close(self) -> None:
        self._push.close()


@dataclass(frozen=True)
class Ran:
    """One run of the fleet: what was seen, for how long, and what every desk holds at its end."""

    watch: Watch
    seconds: float
    late: float
    complete: bool


async def run(desks: list[FleetDesk], watch: Watch, by: str, per_second: float, seconds: float) -> Ran:
    """Everybody polls; one of them takes a step every so often; then until all have all of it."""
    dice = random.Random(SEED)
    stock = list(documents(1_000, SEED))
    polling = [asyncio.create_task(desk.follow()) for desk in desks]
    await asyncio.sleep(1 + len(desks) / 200)  # all polls stand
    steps: list[asyncio.Task[None]] = []
    begun = time.perf_counter()
    late = 0.0
    for number in range(round(per_second * seconds)):
        due = begun + number / per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        late = max(late, time.perf_counter() - due)
        steps.append(asyncio.create_task(dice.choice(desks).step(by, stock[number % len(stock)])))
    await asyncio.gather(*steps)
    spent = time.perf_counter() - begun
    complete = await _quiet(desks, watch, steps)
    for one in polling:
        one.cancel()
    await asyncio.gather(*polling, return_exceptions=True)
    for desk in desks:
        desk.close()
    return Ran(watch, spent, late, complete)


async def _quiet(desks: list[FleetDesk], watch: Watch, steps: Iterable[object]) -> bool:
    """Until all desks of an estate stand at the same place and hold every step once."""
    by_scope: dict[str, list[FleetDesk]] = {}
    for desk in desks:
        by_scope.setdefault(desk.light.scope, []).append(desk)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(30):
            while not all(len({desk.places[scope] for desk in some}) == 1 for scope, some in by_scope.items()) or (
                sum(len(some[0].ids) for some in by_scope.values()) < len(watch.sent)
            ):
                await asyncio.sleep(0.05)
    once = all(len(set(desk.ids)) == len(desk.ids) for desk in desks)
    same = all(desk.ids == some[0].ids for some in by_scope.values() for desk in some)
    everything = {one for some in by_scope.values() for one in some[0].ids}
    return once and same and everything == watch.sent.keys()
