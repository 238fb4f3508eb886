"""Two PCs of one office beside a real server and its partners: the scene is the PC at which somebody sits."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desk.app import Desk, compose
from desk.app.wire import SEND
from desk.store import log
from desk.ui.tasks import InlineTasks, Tasks
from desk.ui.tour.player import Player, TooSlow
from sync.client import kept
from tests.scenarios.counter_scene import SIZE, Scene
from tests.scenarios.real.ends import Channel, Server, Shop
from tests.scenarios.real.town import CHANNEL, SEATS, SHOP, Town
from tests.world import Clock

PATIENCE_MS = 15_000
CURSORS = "SELECT scope, seq FROM sync_state"


@dataclass
class Seat:
    """One PC. `said`: every word that passed on its screen."""

    desk: Desk
    hands: Player
    folder: Path
    said: list[str] = field(default_factory=list)

    @property
    def is_joined(self) -> bool:
        return self.desk.wire is not None and bool(self.desk.wire._lines)

    def has_sent(self) -> bool:
        wire, database = self.desk.wire, self.desk.database
        assert wire is not None
        assert database is not None
        return SEND not in wire._busy and log.waiting(database) == 0

    def lacks(self, heads: dict[str, int]) -> list[str]:
        """The logs that it follows and has not read to their heads."""
        assert self.desk.database is not None
        told = self.desk.database.read(CURSORS)
        return [f"{scope} {seq} of {heads.get(str(scope))}" for scope, seq in told if heads.get(str(scope), 0) != seq]

    def has_complaints(self, heads: dict[str, int]) -> bool:
        """The same of the complaints, while a reader has their file open."""
        database, own = self.desk.database, self.desk.counter.confidential if self.desk.counter is not None else None
        if database is None or own is None:
            return True
        told = {str(scope): int(seq) for scope, seq in own.read(CURSORS)}
        return all(told.get(scope, 0) == heads.get(scope, 0) for scope in kept.confidential_scopes(database))


class RealScene(Scene):
    """As the scene of one PC, and `sit` at another. Waiting is by what came about, never by the clock on the wall."""

    def __init__(self, application: QApplication, town: Town, folder: Path, clock: Clock) -> None:
        self.clock, self.folder = clock, folder
        self._application, self._town, self._root = application, town, folder
        self.bugs: list[Exception] = []
        self.noted: dict[str, str] = {}
        self.current = ""
        self.tray = None
        self.seats: dict[str, Seat] = {}
        self.partners: dict[str, Shop | Channel] = {}
        self.server = Server(town, folder / "server", clock)
        self.server.up()
        self.sit(SEATS[0])
        self.count_new_orders_from_here()

    # places

    def sit(self, name: str, slow_ms: int = 0) -> None:
        """The keyboard is at this PC, which is switched on where nobody has sat at it yet; its clock may be slow."""
        if name not in self.seats:
            self.seats[name] = self._switched_on(name, lambda: self.clock() - slow_ms)
        seat = self.seats[name]
        self.desk, self.hands, self.folder, self.said = seat.desk, seat.hands, seat.folder, seat.said
        self.desk.window.raise_()
        self.desk.window.activateWindow()
        self.hands.wait(self.desk.window.isActiveWindow, f"{name} has the keyboard")

    def _switched_on(self, name: str, clock: Callable[[], int]) -> Seat:
        folder = self._root / name
        database = self._town.desk(name, folder, self.server.url)
        lanes: dict[str, Tasks] = {"db": InlineTasks(), "work": InlineTasks(), "wire": Tasks(1), "poll": Tasks(1)}
        for lane in lanes.values():
            lane.failed.connect(self.bugs.append)
        desk = compose(self._application, database, clock, lanes)
        desk.window.resize(SIZE)
        desk.window.setUpdatesEnabled(False)
        desk.window.show()
        desk.window.activateWindow()
        hands = Player(desk.window)
        hands.settle()
        return Seat(desk, hands, folder)

    @property
    def shop(self) -> Shop:
        """Its program is started when it is first spoken of."""
        if SHOP not in self.partners:
            self.partners[SHOP] = Shop(self.server, self._town.keys[SHOP])
            self.partners[SHOP].start()
        found = self.partners[SHOP]
        assert isinstance(found, Shop)
        return found

    @property
    def channel(self) -> Channel:
        if CHANNEL not in self.partners:
            self.partners[CHANNEL] = Channel(self.server, self._town.keys[CHANNEL])
            self.partners[CHANNEL].start()
        found = self.partners[CHANNEL]
        assert isinstance(found, Channel)
        return found

    # time

    def pass_time(self, ms: int, awake: bool = False) -> None:
        """Everywhere: each window has its second hand, the server and the partners look at the same clock."""
        self.clock.now += ms
        for seat in self.seats.values():
            if awake and seat.desk.idle is not None:
                seat.desk.idle.touch()
            if seat.desk.frame is not None:
                seat.desk.frame.around.second()
                seat.desk.frame.around.minute()
        self.hands.settle()

    def all_is_told(self) -> None:
        """Until nobody has anything to say to anybody, at two looks: what came may lead to a step of the desk's own."""
        assert self.server.is_up
        looks: list[dict[str, int]] = []

        def still() -> bool:
            looks.append({} if self._untold() else self._heads())
            return bool(looks[-1]) and looks[-2:-1] == looks[-1:]

        try:
            self.hands.wait(still, "everybody is told everything", PATIENCE_MS)
        except TooSlow as slow:
            raise TooSlow(self._untold()) from slow

    def _untold(self) -> str:
        """Who has still to say or to hear something; empty where nobody has."""
        joined = [one for one in self.seats.values() if one.is_joined]
        unsent = [one.folder.name for one in joined if not one.has_sent()]
        if unsent:
            return f"to send: {unsent}"
        heads = self._heads()
        unread = [(one.folder.name, lack) for one in joined if (lack := one.lacks(heads))]
        if unread or self.server.polled < len(joined):
            return f"to read: {unread}, {self.server.polled} of {len(joined)} wait for news"
        sealed = [one for one in joined if not one.has_complaints(heads)]
        for one in sealed:  # half a minute passes: so often the complaints are asked for
            assert one.desk.wire is not None
            one.desk.wire.wake()
        if sealed:
            return f"complaints to read: {[one.folder.name for one in sealed]}"
        if not self.server.tell_partners():
            return "letters to partners"
        busy = [name for name, one in self.partners.items() if not one.is_idle]
        return f"to answer: {busy}" if busy or heads != self._heads() else ""

    def _heads(self) -> dict[str, int]:
        with self.server.core.store.reading() as session:
            return {str(scope): int(seq) for scope, seq in session.read("SELECT scope, seq FROM head")}

    # the end

    def close(self) -> None:
        for seat in self.seats.values():
            seat.desk.window.close()
            seat.desk.close()
        for partner in self.partners.values():
            partner.close()
        self.server.close()
        for seat in self.seats.values():
            seat.desk.window.deleteLater()
            seat.desk.deleteLater()
        self.hands.settle()
