"""`python -m sync.reference_shop`: sends orders as a shop would, prints what the desk finds, answers exchanges."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence

from desk.domain.calendar import day_of
from sync.reference_channel.caller import Caller, Refused
from sync.reference_channel.listener import Inbox, Listener
from sync.reference_channel.residents import SAMPLE, person_of
from sync.reference_shop.baskets import Baskets
from sync.reference_shop.trade import Trade

SERVER = "http://127.0.0.1:8460"
PORT = 8471
COUNT = 5
TRY_AGAIN_S = 2.0


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sync.reference_shop", description=__doc__)
    parser.add_argument("--server", default=SERVER, metavar="URL", help="the server's address (%(default)s)")
    parser.add_argument("--key", required=True, help="what `partner add --kind shop` printed")
    parser.add_argument(
        "--count", type=int, default=COUNT, help="how many orders; 0: only listen, with --for (%(default)s)"
    )
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="between two (%(default)s)")
    parser.add_argument(
        "--pace", type=float, default=5.0, metavar="SECONDS", help="from packed to the gate (%(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="the same seed orders the same (%(default)s)")
    parser.add_argument("--person", action="append", type=person_of, metavar="姓名,电话,地址", help="who orders")
    parser.add_argument("--host", default="127.0.0.1", help="where webhooks are received (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="0: any free one (%(default)s)")
    parser.add_argument("--at", metavar="MOMENT", type=int, help="for trials: the clock begins here (UTC ms)")
    parser.add_argument(
        "--for", type=float, dest="seconds", metavar="SECONDS", help="stop after; else when all is signed"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    import httpx

    told = options(arguments)
    clock = _now if told.at is None else _from(told.at)

    def say(words: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)

    with httpx.Client(base_url=told.server, timeout=10) as http:
        caller = Caller(http, told.key, clock)
        people = tuple(told.person or SAMPLE)
        trade = Trade(caller, Baskets(told.seed, people), clock, say, int(told.pace * 1000))
        inbox = Inbox(caller.partner, caller.secret, clock, trade.heard)
        with Listener(told.host, told.port, inbox) as listener:
            say(f"在 {listener.url} 收通知")
            try:
                run(trade, listener, told.count, told.every, told.seconds, time.monotonic)
                trade.reconcile(day_of(clock())[:7])
            except KeyboardInterrupt:
                say("已停止")
            except (httpx.HTTPError, Refused) as error:
                say(f"没有对成账: {str(error) or type(error).__name__}")
    return 0


def _now() -> int:
    return time.time_ns() // 1_000_000


def _from(moment: int) -> Callable[[], int]:
    """A clock that goes on from a moment: signatures are in time for a server of another day."""
    begun = time.monotonic_ns()
    return lambda: moment + (time.monotonic_ns() - begun) // 1_000_000


def run(
    trade: Trade, listener: Listener, count: int, every: float, most: float | None, seconds: Callable[[], float]
) -> None:  # fmt: skip
    """Until every order has its end, or `most` seconds are over; with no order to send only the latter."""
    began = next_at = seconds()
    listens = count == 0 and most is not None
    while listens or count or trade.open or trade.waits:
        now = seconds()
        if most is not None and now - began >= most:
            return
        if count and now >= next_at:
            trade.place()
            count, next_at = count - 1, now + every
        if not trade.work():
            listener.listen(TRY_AGAIN_S)
            continue
        until = min(next_at if count else now + 1, now + 1)
        listener.listen(until - now)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
