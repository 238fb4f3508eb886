"""The third part of the tour: fresh orders, a notice, a complaint, the shift; a desk beside a server and a shop."""

from collections.abc import Callable
from time import monotonic

from desk.domain.calendar import at
from desk.ui.kit.toast import Toast
from desk.ui.tour import fresh, shift
from desk.ui.tour.center import Center
from desk.ui.tour.journey import MovableClock
from desk.ui.tour.player import focus
from desk.ui.tour.seat import sits
from desk.ui.tour.shop import Shop
from desk.ui.tour.two_desks import Hand

LONG_MS = 120_000
WAITING = "SELECT COUNT(*) FROM outbox"


class Rooms:
    """Plays the stories one after the other; raises where something does not come about."""

    def __init__(self, hand: Hand, center: Center, shop: Shop, clock: MovableClock) -> None:
        self.hand, self.center, self.shop, self.clock = hand, center, shop, clock
        self._began = (clock.now, monotonic())
        self.order = self.line = ""  # the fresh order, and all that a clerk may see of the complaint: ids

    def play(self) -> None:
        self.hand.sit()
        self.press("Esc")
        fresh.play(self)
        shift.notice(self)
        shift.complaint(self)
        shift.handed_over(self)
        shift.asked_back(self)
        self.shop.stop()

    # time

    def go_to(self, day: str, hour: str, orders: int = 0) -> None:
        """All that was written is sent; then server, shop and desk go on at another hour, somebody at the desk."""
        if self.center.runs:
            self.sent()
        self.shop.stop()
        self.center.stop()
        self.clock.now = at(day, hour)
        self.hand.touch()
        self.center.start(self.clock.now)
        self._began = (self.clock.now, monotonic())
        self.shop.start(self.center.url, self.clock.now, orders)
        self.hand.counter.ways.sync_now.emit()

    def tick(self) -> None:
        """The clock on the wall goes on as the server's does."""
        began, when = self._began
        self.clock.now = max(self.clock.now, began + round((monotonic() - when) * 1000))

    def sent(self) -> None:
        self.wait(lambda: self.one(WAITING) == 0, "everything is at the server", LONG_MS)

    # hands and eyes

    def press(self, *keys: str) -> None:
        for key in keys:
            self.tick()
            self.hand.player.press(key)

    def say(self, words: str) -> None:
        self.tick()
        self.hand.player.say(words)

    def wait(self, until: Callable[[], bool], what: str, patience_ms: int = LONG_MS) -> None:
        def come() -> bool:
            self.tick()
            return until()

        self.hand.player.wait(come, what, patience_ms)

    def shot(self, name: str, heading: str, words: str, keys: str = "") -> None:
        for toast in self.hand.desk.window.findChildren(Toast):
            toast.hide()  # what was said has passed
        self.hand.shot(name, heading, words, keys)

    def one(self, sql: str, *parameters: object) -> object:
        return self.hand.one(sql, *parameters)

    def open(self, place: str) -> None:
        """The place of the rail, as the mouse does."""
        self.hand.counter.ways.page_wanted.emit(place)
        self.hand.player.settle()

    def open_record(self, record: str, ent: str) -> None:
        """Where it is kept, as a link leads there."""
        self.hand.counter.ways.matter_wanted.emit(record, ent)
        self.hand.player.settle()

    def reaches(self, name: str, *keys: str) -> None:
        """The keyboard comes to stand in what is called so; `keys` are pressed for it until it does."""
        for key in keys:
            if name in focus():
                return
            self.press(key)
        self.wait(lambda: name in focus(), f"the keyboard is in {name}, not in {focus()}")

    def sits(self, name: str) -> None:
        sits(self, self.hand.desk.window, self.hand.counter.database, name)
        self.wait(lambda: self.hand.counter.actor.name == name, f"{name} is in")
