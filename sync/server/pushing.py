"""POST /v1/ops: a device's steps into the log of a scope, in pieces that give way to others."""

from desk.store.sealing import is_sealed
from sync.server import lodging
from sync.server.asked import Asked, Route, Stages, Turn, packed
from sync.server.log import Pusher, append, opened
from sync.server.problems import Problem, malformed
from sync.server.pulling import is_history, page_behind
from sync.server.serving import Server
from sync.wire.messages import WAIT, Page, Push, PushAnswer

SMALL = 5  # ops that a clerk's step makes: they go before whoever brings many
MOST = 2_000
PAGE = 1_000  # entries that come back with the answer
CLOCK_MS = 2_000  # what the wire itself may take: below it no clock is corrected


def push(server: Server, asked: Asked) -> Stages:
    """Log the ops. 409 where the pusher's cursor is not in this log: then nothing is logged, and it rewinds."""
    wanted = asked.message(Push)
    who = asked.who
    if wanted.scope not in who.pushes:
        raise Problem(403, "not_yours", "本机无权写入这个范围")
    if len(wanted.ops) > MOST or wanted.seq < 0:
        raise malformed()
    offset = asked.now - wanted.sent_at
    told = who.told.get("devices", ())
    pusher = Pusher(who.id, frozenset((who.id, *told)), offset if abs(offset) > CLOCK_MS else 0, who.status == "stolen")
    ops = opened(server, wanted.scope, wanted.ops, pusher)
    sealed = any(is_sealed(one.body) for one in wanted.ops)  # whoever hands it in sealed is not to read it
    results: list[int] = []
    page: Page | None = None
    while True:
        rest = ops[len(results) :]
        is_wanted = yield Turn(wanted.scope, len(rest) <= SMALL)
        with server.store.session() as session:
            if not is_history(session, wanted.scope, session.lock(wanted.scope), wanted.seq, wanted.chain):
                raise Problem(409, "diverged", "服务器的记录和本机不一致, 正在自动核对")
            results += append(server, session, wanted.scope, rest, pusher, is_wanted)
            if len(results) >= len(ops):
                if wanted.scope in who.pulls and not sealed:
                    known = zip(results, wanted.ops, strict=True) if wanted.brief else ()
                    page = page_behind(session, wanted.scope, wanted.seq, PAGE, dict(known))
                break
    yield from lodging.say(server, wanted.scope, lodging.came(wanted.scope, wanted.ops, results))
    server.meters.count("ops_waiting_total", sum(result == WAIT for result in results))
    return packed(PushAnswer(results, page))


ROUTES = (
    Route(
        "POST", "/v1/ops", push, "Steps of a device into the log of a scope", "log",
        takes=Push, gives=PushAnswer, problems=(400, 403, 409, 413, 503), limit_bytes=16 * 1024 * 1024,
    ),
)  # fmt: skip
