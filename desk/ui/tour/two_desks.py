"""Two desks and a server: joined, apart, and together again. One order is dispatched twice; a person decides."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desk.domain.calendar import MINUTE
from desk.ui.counter import Counter
from desk.ui.kit.slide_over import SlideOver
from desk.ui.tour.center import Center
from desk.ui.tour.journey import MovableClock, Toured
from desk.ui.tour.page import Album
from desk.ui.tour.player import Player

SIZE = QSize(1366, 768)
LONG_MS = 120_000  # a whole office comes over the wire and is made searchable
WORDS = "卫生间顶上渗水, 一直往下滴"
UNFOUND = "SELECT COUNT(*) FROM search_due"
OPEN = "SELECT COUNT(*) FROM branch WHERE status = 'to_be_decided'"


class Hand:
    """One person at one of the two desks."""

    def __init__(self, desk: Toured, name: str, album: Album, settle: Callable[[], None]) -> None:
        self.desk, self.name = desk, name
        self._album = album
        self.player = Player(desk.window, settle)
        desk.window.resize(SIZE)

    def sit(self) -> None:
        """The keyboard is at this desk."""
        self.desk.window.show()
        self.desk.window.raise_()
        self.desk.window.activateWindow()
        self.player.wait(self.desk.window.isActiveWindow, f"{self.name} has the keyboard")

    @property
    def counter(self) -> Counter:
        assert self.desk.counter is not None
        return self.desk.counter

    def touch(self) -> None:
        """A key that does nothing: somebody sits there, so that nothing locks while time passes."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_Shift.value, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self.desk.window, key)

    def shot(self, name: str, heading: str, words: str, keys: str = "") -> None:
        path = self._album.next_name(name)
        for panel in self.desk.window.findChildren(SlideOver):
            if panel.isVisible():
                panel.settle()
        self.player.picture(path)
        self._album.add_picture(path, f"{self.name}: {heading}", words, keys)

    def one(self, sql: str, *parameters: object) -> object:
        rows = self.counter.database.read(sql, parameters)
        return rows[0][0] if rows else None

    def status(self, order: str) -> object:
        return self.one("SELECT status FROM work_order WHERE id = ?", order)


class TwoDesks:
    """Plays the whole of it; raises where something does not come about. `seconds`: from A's key to B's screen."""

    def __init__(
        self,
        first: Toured,
        second: Toured,
        center: Center,
        codes: tuple[str, str],
        clock: MovableClock,
        album: Album,
        settle: Callable[[], None],
        pin: str,
    ) -> None:
        self.a, self.b = Hand(first, "前台1", album, settle), Hand(second, "前台2", album, settle)
        self.center, self.codes, self.clock, self._pin = center, codes, clock, pin
        self.seconds = 0.0
        self.order = ""

    def play(self) -> None:
        self.center.start(self.clock.now)
        for hand, code in ((self.a, self.codes[0]), (self.b, self.codes[1])):
            self._join(hand, code)
        self._together()
        self.center.stop()
        self._apart()
        self.center.start(self.clock.now)
        self._together_again()

    def _join(self, hand: Hand, code: str) -> None:
        """A new PC: the address, the code, and it has what the office knows."""
        hand.sit()
        hand.player.press("F4")
        hand.player.say(self.center.url)
        hand.player.press("Enter")
        hand.player.wait(lambda: _is_in(hand, "接入码"), "somebody answers at the address")
        hand.player.say(code)
        hand.player.press("Enter")
        hand.player.say(hand.name)
        if hand is self.a:
            hand.shot("join", "接入公司服务器", "地址、接入码、这台电脑叫什么; 先看校验数字, 再接入。", "F4 Enter F9")
        hand.player.press("F9")
        hand.player.wait(lambda: hand.desk.counter is not None, f"{hand.name} has its data", LONG_MS)
        hand.player.press("1", *self._pin, "Enter")
        hand.player.wait(lambda: hand.desk.counter is not None and bool(hand.counter.actor.id), f"{hand.name} is in")
        hand.player.wait(lambda: hand.one(UNFOUND) == 0, "everything can be found", LONG_MS)

    def _together(self) -> None:
        a, b = self.a, self.b
        a.sit()
        a.player.press("F2", *"6621", "Enter")
        a.player.say(WORDS)
        a.player.press("Enter", "2")
        known = "SELECT id FROM work_order WHERE matter = ?"
        pressed = monotonic()
        a.player.press("F9")
        a.player.wait(lambda: a.one(known, WORDS) is not None, "the order is taken")
        b.player.wait(lambda: b.one(known, WORDS) is not None, "it is at the other desk")
        self.seconds = monotonic() - pressed
        self.order = str(a.one(known, WORDS))
        a.shot("taken", "受理了一单", "状态栏写着已同步; 断网时写待上传几笔。", "F2 F9")
        b.sit()
        b.shot("arrived", "另一台马上看到", "不用刷新: 别人记的, 一秒内到自己的今日。")

    def _apart(self) -> None:
        """Both cables are out; both dispatch the same order."""
        a, b = self.a, self.b
        self._later(9 * MINUTE)
        for hand, choice in ((a, ""), (b, "2")):
            hand.sit()
            self._dispatch(hand, choice)
        self._later(90 * MINUTE)
        self._finish(b)
        b.shot("offline", "网断了, 照样派工、收单、收钱", "状态栏写着离线多久、几笔待上传。")

    def _later(self, ms: int) -> None:
        self.clock.go(ms)
        self.a.touch()
        self.b.touch()

    def _dispatch(self, hand: Hand, choice: str) -> None:
        """From the order's page: the technician proposed, or the one beside him."""
        hand.counter.ways.order_wanted.emit(self.order)
        hand.player.pass_time(200)
        hand.counter.ways.dispatch_wanted.emit(self.order)
        hand.player.wait(lambda: _is_in(hand, "师傅") or _is_in(hand, "班组"), "the dispatch is open")
        if choice:
            hand.player.press(choice)
        hand.player.press("F8")
        hand.player.wait(lambda: hand.status(self.order) == "dispatched", f"{hand.name} has dispatched")
        hand.player.press("Esc", "Esc")

    def _finish(self, hand: Hand) -> None:
        """The technician is back with the slip: repaired, signed, paid in cash."""
        number = str(hand.one("SELECT no FROM work_order WHERE id = ?", self.order))
        hand.player.press("F6")
        hand.player.say(number)
        hand.player.press("Enter")
        hand.player.wait(lambda: _is_in(hand, "到场"), "the slip is found")
        hand.player.press(*"1450", "Enter", *"1530", "Enter", "1")
        hand.player.say("防水胶 1 20")
        hand.player.press("Enter", *"60", "Enter", "Enter", "Enter", "Enter", "2", "1", "1", "1")
        hand.shot("slip", "收单收钱", "网断着: 完工、签字、现金都照记。", "F6 F9")
        hand.player.press("F9")
        hand.player.wait(lambda: hand.status(self.order) in ("slip_back", "closed"), "the slip is back")

    def _together_again(self) -> None:
        a, b = self.a, self.b
        for hand in (a, b):
            hand.player.wait(lambda h=hand: h.one(OPEN) == 1, f"{hand.name} is told of it")  # type: ignore[misc]
        a.sit()
        a.counter.ways.page_wanted.emit("today")
        a.shot("to-decide", "两边都做了: 待裁定", "网通了自己对齐; 两台电脑对同一单记得不一样, 今日上有一条红带。")
        a.player.press("Ctrl+U")
        a.player.pass_time(300)
        a.shot("review", "两边并排看", "每一边谁、几点、做了什么; 已经签字收钱的一边先选好, 后果写在下面。", "Ctrl+U")
        a.player.press("F9")
        for hand in (a, b):
            hand.player.wait(lambda h=hand: h.one(OPEN) == 0, f"{hand.name} knows the decision")  # type: ignore[misc]
        a.player.press("Esc")
        for hand in (a, b):
            hand.sit()
            hand.counter.ways.order_wanted.emit(self.order)
            hand.player.wait(lambda h=hand: h.one(WAITING) == 0, f"{hand.name} has sent everything")  # type: ignore[misc]
            hand.shot("agreed", "两台一样", "钱、签字、派工单, 两边同一个样子; 没有采用的一边在经过里。")
        a.counter.ways.sync_wanted.emit()
        a.player.pass_time(200)
        a.sit()
        a.shot("sync", "同步", "还有什么没传、什么没生效、什么等人裁定, 一页看清。", "Ctrl+Y")


WAITING = "SELECT COUNT(*) FROM outbox"


def _is_in(hand: Hand, field: str) -> bool:
    """Whether the words would go into this field."""
    widget = hand.desk.window.focusWidget()
    return widget is not None and field in widget.accessibleName()
