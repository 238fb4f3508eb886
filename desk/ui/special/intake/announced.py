"""The caller's own outages: what to say about them, and the one key that writes down that he rang because of one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desk.domain.flow import Values
from desk.services.notices.phases import phase_of
from desk.services.notices.reads import live_for
from desk.services.notices.words import caller_words
from desk.services.work_orders.drafting import Draft
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PLAIN, KeyButton
from desk.ui.kit.labels import Elided, label
from desk.ui.page_layout import clear
from desk.ui.theme import theme

KEY = "."
NONE = "这一户现在没有停水停电一类的公告"
QUIET = "无停水停电公告"
MOST = 2


class AnnouncedCard(QFrame):
    """Hidden while there is nothing to say. It never takes the focus."""

    wanted = Signal(object)  # the notice the caller rang about

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        look = theme()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(look.px(12), look.px(10), look.px(12), look.px(12))
        self._column.setSpacing(look.px(6))
        self._shown: tuple[object, ...] = ()
        self.words = ""
        self.state = ""  # one line for the caller's facts; nothing while nobody knows the home
        self.button: KeyButton | None = None
        self.hide()

    def show_notices(self, notices: Sequence[Values], now: int) -> None:
        """The first with its words and its key, one more by its name alone."""
        shows = (tuple(str(one["id"]) for one in notices), now // 60_000)
        if shows == self._shown:
            return
        self._shown = shows
        clear(self._column)
        self.words, self.button = "", None
        for number, one in enumerate(notices[:MOST]):
            title = f"▲ {one.get('title') or one.get('kind_label')} · {phase_of(one, now).label}"
            self._column.addWidget(label(title, "strong", "warn", wrap=True) if not number else Elided(title, "strong"))
            if number:
                continue
            self.words = caller_words(one, now)
            said = label(self.words, "matter", wrap=True)
            said.setAccessibleName(f"现在说: {self.words}")
            self._column.addWidget(said)
            self.button = KeyButton("问的就是这件事", KEY, PLAIN)
            self.button.clicked.connect(lambda _checked=False, notice=one: self.wanted.emit(notice))
            row = QHBoxLayout()
            row.addStretch()
            row.addWidget(self.button)
            self._column.addLayout(row)
        self.setVisible(bool(notices))


class Announced(QObject):
    """Reads what is out for the caller's home. `logged` when the call is written down on the notice."""

    logged = Signal()
    known = Signal()
    hint = Signal(str)

    def __init__(self, counter: Counter, card: AnnouncedCard, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._card = counter, card
        self._who = ("", "")
        self._draft = Draft()
        self.found: Sequence[Values] = ()
        self._pending = self._wanted = False
        card.wanted.connect(self._log)

    def about(self, draft: Draft, saved: bool) -> None:
        """Every change of the call; only another home or person is asked anew."""
        self._draft = draft
        if saved:
            self._card.show_notices((), self._counter.now())
            return
        who = (draft.home_id or draft.from_home_id, draft.resident_id)
        if who == self._who:
            self._card.show_notices(self.found, self._counter.now())
            return
        self._who, self.found = who, ()
        self._card.state = ""
        self._pending, self._wanted = bool(who[0]), False
        self._card.show_notices((), self._counter.now())
        if not who[0]:
            return
        counter = self._counter
        database, actor, scope, now = counter.database, counter.actor, counter.scope, counter.now()

        def done(found: list[Values]) -> None:
            if who != self._who:
                return
            self.found, self._pending = found, False
            self._card.state = f"{len(found)} 份公告, 见上" if found else QUIET
            self._card.show_notices(found, self._counter.now())
            self.known.emit()
            if self._wanted:
                self.log()

        counter.read(self, lambda: live_for(database, actor, scope, who[0], who[1], now), done)

    def log(self) -> None:
        """`.`: he rang about the first; pressed before it was read, when it is."""
        self._wanted = self._pending
        if self._pending:
            return
        if self.found:
            self._log(self.found[0])
        else:
            self.hint.emit(NONE)

    def _log(self, notice: Values) -> None:
        counter, draft = self._counter, self._draft
        told = {
            "notice_id": notice["id"], "home_id": draft.home_id or draft.from_home_id, "resident_id": draft.resident_id,
            "where": draft.where, "caller": draft.reporter, "taken_by": counter.actor.name,
        }  # fmt: skip
        values = {name: value for name, value in told.items() if value}
        words = f"已记: {draft.where} 问{notice.get('title') or '公告'}"

        def done(changed: Changed) -> None:
            self._who = ("", "")
            counter.ways.undoable.emit(words, counter.request("notice_call", "void", {}, changed.ents[0]))
            self.logged.emit()

        counter.take(self, [counter.request("notice_call", "log", values)], done)
