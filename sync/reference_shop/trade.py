"""One day of the shop: orders, how far they are, answers to exchanges and claims. What got no answer is sent again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sync.reference_channel.caller import Caller, Refused
from sync.reference_shop.baskets import MINUTE, Baskets

PATH = "/v1/partner/"
COMES_MS = 8 * MINUTE  # from the order to the gate, as the shop promises
AGAIN_MS = 15 * MINUTE  # until a replacement is there
SAYS = {
    "packed": "已配齐", "on_the_way": "已出门", "arrived": "已到门口",
    "exchange": "已答换货", "compensation": "已认赔偿", "cancel": "已取消",
}  # fmt: skip
OVER = frozenset({"delivered", "refused", "cancelled", "void"})
LABELS = {
    "taken": "前台已接单", "arrived": "已到货", "inspected": "已验收", "exchange": "要换货", "delivered": "已签收",
    "refused": "整单拒收", "cancelled": "已取消", "void": "已作废", "forwarded": "转到别的小区",
    "exchange_inspected": "换货已验收", "exchange_delivered": "换货已签收", "exchange_dropped": "换货不要了",
    "amended": "前台改了单", "checked": "已核对住户", "taken_back": "前台撤销了上一步",
    "compensation": "要赔偿", "compensation_settled": "赔偿已计入对账",
}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """An event to be sent, not before its time."""

    due_at: int
    kind: str
    body: dict[str, Any]


class Trade:
    """`clock` in ms UTC; `say` prints. `pace_ms` lies between packed, on the way and at the gate."""

    def __init__(
        self, caller: Caller, baskets: Baskets, clock: Callable[[], int], say: Callable[[str], None], pace_ms: int
    ) -> None:  # fmt: skip
        self._caller, self._baskets, self._clock, self._say = caller, baskets, clock, say
        self._pace_ms = pace_ms
        self._tasks: list[Task] = []
        self._answered: set[tuple[str, str, int, int]] = set()
        self.sent: list[dict[str, Any]] = []
        self.open: set[str] = set()

    @property
    def waits(self) -> bool:
        """Whether something is still to be sent."""
        return bool(self._tasks)

    @property
    def is_due(self) -> bool:
        """Whether something is to be sent by now."""
        return any(task.due_at <= self._clock() for task in list(self._tasks))

    def place(self, number: str = "") -> None:
        """The next order, to be sent at once; under the platform's own number where it has one."""
        order = self._baskets.order(self._clock())
        self._tasks.append(Task(0, "order", order | ({"event": number} if number else {})))

    def change(self, number: str, **data: Any) -> None:
        """What the buyer changed of an order that was sent."""
        known = [one for one in self.sent if one["event"] == number and one["kind"] == "order"]
        body = {
            "event": number, "revision": len(known) + 1, "at": self._clock(), "data": {**known[-1]["data"], **data},
        }  # fmt: skip
        self._tasks.append(Task(0, "order", body))

    def cancel(self, number: str, reason: str, words: str = "") -> None:
        """The buyer does not want it any more, or the shop cannot bring it."""
        self._later(0, "cancel", f"{number}-cancel", {"order": number, "reason": reason, "words": words})

    def work(self) -> bool:
        """Send what is due, in its order; False where the server gave no answer."""
        import httpx

        for task in [task for task in self._tasks if task.due_at <= self._clock()]:
            try:
                said = self._caller.send("POST", PATH + task.kind, task.body)
            except httpx.HTTPError as error:
                self._say(f"连不上服务器 ({type(error).__name__}), 稍后再发")
                return False
            except Refused as refused:
                self._say(f"没有办成 {task.kind} {task.body['data'].get('order', task.body['event'])}: {refused}")
            else:
                self._done(task, said["told"])
            self._tasks.remove(task)
        return True

    def heard(self, letter: dict[str, Any]) -> None:
        """A webhook; what it leads to is sent later, so that it is answered at once."""
        order = letter["order"]
        number = str(order["event"])
        self._say(f"通知 {number} {LABELS.get(letter['kind'], letter['kind'])}: {order['words']}")
        waiting = [one for one in order["exchanges"] if one["state"] not in ("delivered", "dropped", "void")]
        for one in waiting:
            if one["state"] == "waiting":
                eta = self._clock() + AGAIN_MS
                self._answer("exchange", number, one, one["turn"], {"n": one["n"], "eta_at": eta})
        for one in order["compensations"]:
            if one["state"] in ("checked", "agreed"):
                amount = one["amount_fen"] or self._price(number, one["n"])
                told = {"n": one["n"], "amount_fen": amount, "by": "店长"}
                self._answer("compensation", number, one, amount, told)
        if order["state"] in OVER and not waiting:
            self.open.discard(number)
        elif order["state"] not in OVER or waiting:
            self.open.add(number)

    def _answer(self, kind: str, number: str, one: dict[str, Any], turn: int, told: dict[str, Any]) -> None:
        key = (kind, number, int(one["n"]), turn)
        if key not in self._answered:
            self._answered.add(key)
            self._later(0, kind, f"{number}-{one['n']}-{turn}", {"order": number, **told})

    def _price(self, number: str, n: int) -> int:
        order = next((one for one in self.sent if one["event"] == number and one["kind"] == "order"), None)
        items = order["items"] if order else ()
        return next((int(item["price_fen"]) for item in items if item["n"] == n), 0)

    def _later(self, ms: int, kind: str, ident: str, data: dict[str, Any]) -> None:
        now = self._clock()
        body = {"event": ident[-64:], "revision": 1, "at": now + ms, "data": data}
        self._tasks.append(Task(now + ms, kind, body))

    def _done(self, task: Task, told: dict[str, Any]) -> None:
        event, data = str(task.body["event"]), task.body["data"]
        known = {"kind": task.kind, "event": event, "revision": task.body["revision"]}
        self.sent.append({**known, "items": data.get("items", ()), "data": data})
        if task.kind != "order":
            said = SAYS[str(data.get("what") or task.kind)]
            self._say(f"{said} {data['order']}: {told['words']}")
            return
        if task.body["revision"] > 1:
            self._say(f"已改单 {event}: {told['words']}")
            return
        self.open.add(event)
        things = "、".join(item["name"] for item in data["items"])
        self._say(f"下单 {event} {data['who']['name']} {data['address']}: {things} → {told['estate']} {told['where']}")
        eta = self._clock() + COMES_MS
        man: dict[str, Any] = {"deliverer": "小周"}
        steps: list[tuple[str, dict[str, Any]]] = [("packed", {"eta_at": eta}), ("on_the_way", man), ("arrived", man)]
        for number, (what, more) in enumerate(steps, 1):
            self._later(number * self._pace_ms, "notice", f"{event}-{what}", {"order": event, "what": what, **more})

    def reconcile(self, month: str) -> None:
        """Whatever the server does not know is named; then the month's figures."""
        events = [{name: one[name] for name in ("kind", "event", "revision")} for one in self.sent][-1000:]
        said = self._caller.send("POST", PATH + "reconcile", {"events": events, "month": month})
        told = said["statement"]
        self._say(f"对账: 服务器认得 {len(said['known'])} 件, 不认得 {len(said['unknown'])} 件")
        self._say(
            f"{month} 月结: {told['orders']} 单 {yuan(told['goods_fen'])}, 换货 {yuan(told['exchanged_fen'])}, "
            f"赔偿 {yuan(told['compensated_fen'])}, 应结 {yuan(told['due_fen'])}"
        )


def yuan(fen: int) -> str:
    return f"{'-' if fen < 0 else ''}¥{abs(fen) // 100}.{abs(fen) % 100:02d}"
