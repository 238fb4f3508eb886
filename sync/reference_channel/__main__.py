"""`python -m sync.reference_channel`: reports as residents would, prints what is told back, rates at the end."""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sync.reference_channel import activities, receipts
from sync.reference_channel.caller import Caller, Refused
from sync.reference_channel.listener import Inbox, Listener
from sync.reference_channel.residents import SAMPLE, Residents, person_of

T = TypeVar("T")
SERVER = "http://127.0.0.1:8460"
PORT = 8470
TRY_AGAIN_S = 2.0
LABELS = {
    "accepted": "已受理", "dispatched": "已派工", "finished": "已完工", "void": "已作废", "forwarded": "已转",
}  # fmt: skip


class Conversation:
    """One run: reports every so often, listens between them. `seconds` only goes forward; `say` prints."""

    def __init__(
        self, caller: Caller, residents: Residents, clock: Callable[[], int], say: Callable[[str], None]
    ) -> None:  # fmt: skip
        self._caller, self._residents, self._clock, self._say = caller, residents, clock, say
        self._to_rate: list[str] = []
        self._to_receipt: list[dict[str, Any]] = []
        self._to_sign_up: list[dict[str, Any]] = []
        self.open: set[str] = set()
        self.unsent: dict[str, Any] | None = None

    @property
    def owes(self) -> bool:
        """Whether a rating, a receipt or a sign-up is still to be sent."""
        return bool(self._to_rate or self._to_receipt or self._to_sign_up)

    def report(self) -> bool:
        """Send the next report, or the one that got no answer; False where there was none again."""
        import httpx

        told = self.unsent or self._residents.report(self._clock())
        self.unsent = told
        who = f"{told['who']['name']} {told['address']}"
        try:
            said = self._caller.report(told)
        except httpx.HTTPError as error:
            self._say(f"连不上服务器 ({type(error).__name__}), 稍后再发: {who}")
            return False
        except Refused as refused:
            self._say(f"没有受理: {who}: {refused}")
        else:
            self.open.add(str(told["event"]))
            self._say(f"报修 {said['no']} {who}: {told['matter']} → {said['estate']}, {said['words']}")
        self.unsent = None
        return True

    def heard(self, told: dict[str, Any]) -> None:
        """A webhook; what it leads to is done later, so that it is answered at once."""
        if "notice" in told:
            self._say(receipts.words(told))
            self._to_receipt.append(receipts.receipt(told, self._clock()))
            if activities.takes_names(told):
                self._to_sign_up += activities.asks(told, self._residents.readers(), self._clock())
            return
        request = told["request"]
        self._say(f"通知 {request['no']} {LABELS.get(told['kind'], told['kind'])}: {request['words']}")
        if told["kind"] == "finished":
            self._to_rate.append(str(request["event"]))
        if told["kind"] == "void":
            self.open.discard(str(request["event"]))

    def acknowledge(self) -> None:
        """Say of every notice how many got it, once."""

        def send(one: dict[str, Any]) -> None:
            try:
                self._caller.send("POST", receipts.PATH, one)
            except Refused as refused:
                self._say(f"回执没有收: {refused}")
            else:
                self._say(f"回执: 送达 {one['delivered']} 户, 未送达 {one['failed']} 户")

        _each(self._to_receipt, send)

    def sign_up(self) -> None:
        """Whoever wants to come says so, once; a place, the waiting list or a refusal in words."""

        def send(one: dict[str, Any]) -> None:
            who = f"{one['who']['name']} {one['people']} 人"
            try:
                said = self._caller.send("POST", activities.PATH, one)
            except Refused as refused:
                self._say(f"没有报上名: {who}: {refused}")
            else:
                self._say(f"报名 {who}: {said['words']}")

        _each(self._to_sign_up, send)

    def rate(self) -> None:
        """Whatever was finished is rated, once."""

        def send(event: str) -> None:
            rating = self._residents.rating(event, self._clock())
            try:
                said = self._caller.rate(event, rating)
            except Refused as refused:
                self._say(f"没有评成 {event}: {refused}")
            else:
                self._say(f"评价 {said['no']}: {rating['rating']} {rating['words']}".rstrip())
            self.open.discard(event)

        _each(self._to_rate, send)


def _each(waiting: list[T], send: Callable[[T], None]) -> None:
    """One after the other; where the server cannot be reached the rest waits."""
    import httpx

    for one in list(waiting):
        try:
            send(one)
        except httpx.HTTPError:
            return
        waiting.remove(one)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sync.reference_channel", description=__doc__)
    parser.add_argument("--server", default=SERVER, metavar="URL", help="the server's address (%(default)s)")
    parser.add_argument("--key", required=True, help="what `python -m sync.server partner add` printed")
    parser.add_argument("--count", type=int, default=len(SAMPLE), help="how many reports (%(default)s)")
    parser.add_argument("--every", type=float, default=5.0, metavar="SECONDS", help="between two (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed reports the same (%(default)s)")
    parser.add_argument("--person", action="append", type=person_of, metavar="姓名,电话,地址", help="who reports")
    parser.add_argument("--host", default="127.0.0.1", help="where webhooks are received (%(default)s)")
    parser.add_argument("--port", type=int, default=PORT, help="0: any free one (%(default)s)")
    parser.add_argument(
        "--for", type=float, dest="seconds", metavar="SECONDS", help="stop after; else when all is done"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    import httpx

    told = options(arguments)

    def clock() -> int:
        return time.time_ns() // 1_000_000

    def say(words: str) -> None:
        print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)

    with httpx.Client(base_url=told.server, timeout=10) as http:
        caller = Caller(http, told.key, clock)
        talk = Conversation(caller, Residents(told.seed, tuple(told.person or SAMPLE)), clock, say)
        inbox = Inbox(caller.partner, caller.secret, clock, talk.heard)
        with Listener(told.host, told.port, inbox) as listener:
            say(f"在 {listener.url} 收通知")
            try:
                run(talk, listener, told.count, told.every, told.seconds, time.monotonic)
            except KeyboardInterrupt:
                say("已停止")
    return 0


def run(
    talk: Conversation, listener: Listener, count: int, every: float, most: float | None,
    seconds: Callable[[], float],
) -> None:  # fmt: skip
    """Until every report has its end, or `most` seconds are over."""
    began = seconds()
    next_at = began
    while count or talk.open:
        now = seconds()
        if most is not None and now - began >= most:
            return
        if count and now >= next_at:
            sent = talk.report()
            count -= sent
            next_at = now + (every if sent else TRY_AGAIN_S)
            continue
        until = min(next_at if count else now + 1, now + 1)
        listener.listen(until - now)
        talk.rate()
        talk.acknowledge()
        talk.sign_up()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
