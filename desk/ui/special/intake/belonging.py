"""Where a call belongs: to an order that is there already, to a public place of the caller's unit, or nowhere yet."""

from PySide6.QtCore import QObject, Signal

from desk.services.residents.lookup import Candidate
from desk.services.work_orders.catalogue import WhoseArea
from desk.services.work_orders.drafting import Draft
from desk.services.work_orders.patterns import Pattern
from desk.services.work_orders.radar import NOTHING, Duplicate, Found, Hit
from desk.services.work_orders.suggest import Suggestion
from desk.ui.counter import Counter
from desk.ui.kit.choices import Choice
from desk.ui.special.intake import telling
from desk.ui.special.intake.asking import Asking
from desk.ui.special.intake.form import IntakeForm
from desk.ui.special.intake.saving import Saving
from desk.ui.special.notices.from_crowd import write_notice
from desk.ui.special.whole import make_whole, note_notice

HERE, NUMBERED = "0", 5
# Whose words can mean nothing else than the unit's own; a pipe may be anybody's.
SURE_KINDS = ("lift", "unit_door", "stair_light")


class Belonging(QObject):
    """`changed` carries the draft as the clerk's one key made it; `known` says that the radar has answered."""

    changed = Signal(object)
    known = Signal()
    hint = Signal(str)

    def __init__(self, counter: Counter, form: IntakeForm, saving: Saving, asking: Asking, parent: QObject) -> None:
        super().__init__(parent)
        self._counter, self._form, self._saving, self._asking = counter, form, saving, asking
        self._draft = Draft()
        self._places: list[Candidate] = []
        self._chosen = False
        self._wanted = False
        self.found = NOTHING
        asking.radar_known.connect(self._known)
        asking.places_known.connect(self._places_known)
        form.side.radar.taken.connect(self._take)
        form.side.radar.reply_told.connect(saving.reply)
        form.side.radar.whole_wanted.connect(self._make_whole)
        form.side.radar.notice_wanted.connect(self._note_notice)
        form.side.radar.write_wanted.connect(lambda pattern: write_notice(counter, self, pattern))
        form.places.chosen.connect(self._place)
        form.places.finished.connect(self._go_on)

    def begin(self) -> None:
        """Another call."""
        self._draft, self.found = Draft(), NOTHING
        self._places, self._chosen, self._wanted = [], False, False
        self._form.body.show_rows(places=False)

    def about(self, draft: Draft, found: Suggestion) -> None:
        """Every change of the draft; only what matters is asked anew."""
        self._draft = draft
        self._asking.radar(telling.asked(draft, found))
        self._asking.places(draft.home_id or draft.from_home_id)

    # 催单 · 同报 · 返工

    def plus(self) -> None:
        """`+`: whatever the radar says this call is; pressed before it has answered, when it has."""
        self._wanted = self._asking.radar_pending
        if not self._wanted:
            self._take_first()

    def _known(self, found: Found) -> None:
        self.found = found
        self.known.emit()
        if self._wanted:
            self._wanted = False
            self._take_first()

    def _take_first(self) -> None:
        if self.found.top is None:
            self.hint.emit("这位来电人没有在办的报修可催, 这里也没有同样的报修可并")
        else:
            self._take(self.found.top)

    def _take(self, hit: Hit) -> None:
        if hit.verdict is Duplicate.URGE:
            self._saving.urge(hit.order["id"])
        elif hit.verdict is Duplicate.CO_REPORT:
            self._saving.join(hit.order, self._draft)
        else:
            self.changed.emit(telling.rework_turned(self._draft, hit.order))

    def _make_whole(self, _pattern: Pattern) -> None:
        if self._saving.order is not None:
            make_whole(self._counter, self, self._saving.order.id)

    def _note_notice(self, pattern: Pattern) -> None:
        note_notice(self._counter, self, pattern, lambda words: self._form.aloud.show_sentence([(words, False)]))

    # 部位

    def ask_place(self) -> None:
        """`-`: the public places of the caller's own unit, each with its digit."""
        if not self._places:
            self.hint.emit("先选是哪一户, 才知道是哪个单元的公共部位")
            return
        self._form.body.show_rows(places=True)
        self._form.places.setFocus()

    def _go_on(self) -> None:
        """The place is said; the field shows it, the row goes."""
        form = self._form
        form.body.show_rows(places=False)
        form.times.boxes.setFocus() if self._draft.matter else form.matter.setFocus()

    def settle_place(self, found: Suggestion) -> None:
        """The words are said: a lift, a door, a lamp of the stairs is the unit's own, unless the clerk chose."""
        draft = self._draft
        if not draft.home_id or self._chosen or found.problem.area != WhoseArea.PUBLIC:
            return
        kinds = [kind for kind in found.problem.places if kind in SURE_KINDS]
        own = next((one for one in self._places if one.place_kind in kinds), None)
        if own is not None:
            self._form.places.choose(own.place_id)

    def _places_known(self, found: list[Candidate]) -> None:
        self._places = [one for one in found if " " in one.room_short][:NUMBERED]
        boxes = [_box(number, one) for number, one in enumerate(self._places, start=1)]
        here = Choice(HERE, "本户", "", "", HERE)
        self._form.places.show_choices([*boxes, here] if boxes else [], self._draft.place_id or HERE)

    def _place(self, value: str) -> None:
        self._chosen = True
        if value == HERE:
            self.changed.emit(telling.back_home(self._draft))
            return
        one = next((each for each in self._places if each.place_id == value), None)
        if one is not None:
            self.changed.emit(telling.at_place(self._draft, one))


def _box(number: int, one: Candidate) -> Choice:
    """1 电梯 3栋2单元: its own word, and where it stands."""
    own = one.room_short.partition(" ")[2]
    return Choice(one.place_id, own, one.room_long.removesuffix(own), "", str(number))
