"""The signatures taken from the card: both at once, the giver's alone, the taker's of what was given; or sent back."""

from PySide6.QtCore import QObject, Signal

from desk.domain.errors import DeskError
from desk.services.hand_over import drafting
from desk.store.steps import Changed, StepRequest
from desk.ui.counter import Counter
from desk.ui.special.hand_over import signing
from desk.ui.special.hand_over.reading import Shown
from desk.ui.special.hand_over.sign_card import SignCard


class SignPart(QObject):
    """`done` once somebody has signed; `stale`: it was refused, what is shown may be old."""

    done = Signal()
    stale = Signal()

    def __init__(self, counter: Counter, card: SignCard, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._card = counter, card
        self._shown: Shown | None = None
        self._all_left = False
        card.signed.connect(self.sign)
        card.sent_back.connect(self._send_back)
        card.withdrawn.connect(self._withdraw)

    def show_book(self, shown: Shown, all_left: bool) -> None:
        """`all_left`: whatever is parked goes to the next shift."""
        self._shown, self._all_left = shown, all_left

    def sign(self) -> None:
        shown, card = self._shown, self._card
        if shown is None:
            return
        card.accept()
        taker, secret = card.taker.value, card.taker_secret.text()
        try:
            request = None if shown.is_given else self._giving(shown)
            self._ask(request, taker, secret)
        except DeskError as error:
            card.refuse(error)
            return
        ent = str(shown.waiting["id"]) if request is None and shown.waiting is not None else ""
        signing.sign(
            self._counter, self, request, card.giver_secret.text(), taker, secret,
            lambda changes: self._signed(changes, taker), self._refused, ent,
        )  # fmt: skip

    def _ask(self, request: StepRequest | None, taker: str, secret: str) -> None:
        """Whose PIN is wanted; a DeskError stands at its field."""
        if request is None and not taker:
            raise DeskError("还没有选接班人", "按数字选", "taker_id")
        if request is not None and not self._card.giver_secret.text():
            raise DeskError("交班人还没有输密码", "输自己的密码就是签字", signing.GIVER)
        if taker and not secret:
            raise DeskError("接班人还没有输密码", "人不在就不选接班人, 他来了再签", signing.TAKER)

    def _giving(self, shown: Shown) -> StepRequest:
        told = drafting.lines(shown.matters, shown.parked, self._counter.now())
        undecided = 0 if self._all_left else len(shown.parked)
        ent = str(shown.waiting["id"]) if shown.waiting is not None else ""
        objects, note = self._card.objects(), self._card.note.text()
        return drafting.giving(self._counter.scope, shown.shifts, told, objects, note, undecided, ent)

    def _signed(self, changes: list[Changed], taker: str) -> None:
        counter, shown = self._counter, self._shown
        self._card.clear()
        self.done.emit()
        for one in changes:
            counter.changed.emit(one)
        if not taker:
            counter.ways.said.emit("已交班, 等接班的人签; F8 打印")
            return
        name = next((one.name for one in shown.people if one.id == taker), "") if shown else ""
        if taker != counter.actor.id:
            counter.sign_in(taker, counter.estate_id)  # he has just said his PIN: the counter is his
        counter.ways.said.emit(f"{name} 已接班, F8 打印交接班记录")

    def _refused(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._card.refuse(error)
            self.stale.emit()
        else:
            self._counter.ways.refused.emit(error)

    def _send_back(self, reason: str) -> None:
        waiting = self._shown.waiting if self._shown is not None else None
        if waiting is None or not reason:
            return
        counter = self._counter
        request = counter.request("hand_over", "send_back", {"return_reason": reason}, str(waiting["id"]))
        counter.take(self, [request], lambda _one: counter.ways.said.emit("已退回, 请交班的人重交"), self._refused)

    def _withdraw(self) -> None:
        waiting = self._shown.waiting if self._shown is not None else None
        if waiting is not None:
            counter = self._counter
            request = counter.request("hand_over", "withdraw", {}, str(waiting["id"]))
            counter.take(self, [request], lambda _one: counter.ways.said.emit("已撤回"), self._refused)
