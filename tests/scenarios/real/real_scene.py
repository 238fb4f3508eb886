"""Two PCs of one office beside a real server and its partners: the scene is the PC at which somebody sits."""

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desk.app import Desk, compose
from desk.app.wire import SEND
from desk.store import log
from desk.store.database import Database
from desk.ui.tasks import InlineTasks, Tasks
from desk.ui.tour.player import Player
from tests.scenarios.counter_scene import SIZE, Scene
from tests.scenarios.real.ends import Channel, Server, Shop
from tests.scenarios.real.town import CHANNEL, SEATS, SHOP, Town
from tests.world import Clock

PATIENCE_MS = 60_000
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

    def files(self) -> list[Database]:
        """Its own, and that of the complaints while a reader has it open."""
        own = self.desk.counter.confidential if self.desk.counter is not None else None
        return [one for one in (self.desk.database, own) if one is not None]


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

    def sit(self, name: str) -> None:
        """The keyboard is at this PC, which is switched on where nobody has sat at it yet."""
        if name not in self.seats:
            self.seats[name] = self._switched_on(name)
        seat = self.seats[name]
        self.desk, self.hands, self.folder, self.said = seat.desk, seat.hands, seat.folder, seat.said
        self.desk.window.raise_()
        self.desk.window.activateWindow()
        self.hands.wait(self.desk.window.isActiveWindow, f"{name} has the keyboard")

    def _switched_on(self, name: str) -> Seat:
        folder = self._root / name
        database = self._town.desk(name, folder, self.server.url)
        lanes: dict[str, Tasks] = {"db": InlineTasks(), "work": InlineTasks(), "wire": Tasks(1), "poll": Tasks(1)}
        for lane in lanes.values():
            lane.failed.connect(self.bugs.append)
        desk = compose(self._application, database, self.clock, lanes)
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
        """Until nobody has anything to say to anybody: desks, server, partners."""
        self.hands.wait(self._is_still, "everybody has been told everything", PATIENCE_MS)

    def _is_still(self) -> bool:
        joined = [one for one in self.seats.values() if one.is_joined]
        if not self.server.is_up or not all(one.has_sent() for one in joined):
            return False
        heads = self._heads()
        if not self._all_have(joined, heads) or self.server.polled < len(joined):
            return False
        if not self.server.tell_partners() or not all(one.is_idle for one in self.partners.values()):
            return False
        return heads == self._heads()

    def _heads(self) -> dict[str, int]:
        with self.server.core.store.reading() as session:
            return {str(scope): int(seq) for scope, seq in session.read("SELECT scope, seq FROM head")}

    def _all_have(self, joined: list[Seat], heads: dict[str, int]) -> bool:
        for seat in joined:
            for file in seat.files():
                if any(heads.get(str(scope), 0) != int(seq) for scope, seq in file.read(CURSORS)):
                    return False
        return True

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
