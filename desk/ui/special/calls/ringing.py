"""回电: one number, the words to say, and what came of it; Enter dials, digits write it down."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.domain.calendar import minute_of_day
from desk.domain.code import Code
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.domain.phones import mask
from desk.domain.words_of_time import moment
from desk.services.work_orders.reads import Window
from desk.services.work_orders.record import Informed, Status
from desk.services.work_orders.staffing import CrewOnDuty, Technician
from desk.services.work_orders.wishing import full_words, load_words, offered, window_brief
from desk.ui.counter import Counter
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PLAIN, PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field
from desk.ui.kit.labels import Elided, FactGrid, label
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.special.dispatch.sending import Sending, price_of
from desk.ui.special.dispatch.showing import sentence
from desk.ui.special.reveal import reveal, spaced
from desk.ui.special.step_fields import Told, WhenAsk

MOST_WINDOWS = 6


class Outcome(Code):
    TOLD = "told", "已告知"
    AGREED = "agreed", "约好时间"
    NO_ANSWER = "no_answer", "没人接"
    OTHER_TIME = "other_time", "业主要改时间"
    WRONG = "wrong", "空号/打错"


TO_TELL = (Outcome.TOLD, Outcome.NO_ANSWER, Outcome.OTHER_TIME, Outcome.WRONG)
TO_AGREE = (Outcome.AGREED, Outcome.NO_ANSWER, Outcome.WRONG)
WITH_WINDOW = (Outcome.AGREED, Outcome.OTHER_TIME)


class RingPanel(PanelFrame):
    """Of an order that is out it tells who comes and when; of one that found nobody home it agrees another time.

    `wanted` carries the steps to take, each with its values.
    """

    wanted = Signal(object)

    def __init__(
        self, counter: Counter, values: Values, windows: Sequence[Window], times: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(f"回电 {values.get('where') or ''}".strip(), parent=parent)
        self._counter, self._values, self._now = counter, values, counter.now()
        self._again = values.get("status") == Status.SUSPENDED
        self._dialled = False
        self._windows = {str(one.from_at): one for one in offered(windows, self._now, MOST_WINDOWS)}
        self._lay_head()
        self.aloud = ReadAloud("现在说")
        self.aloud.show_sentence(self._sentence())
        self.body.addWidget(self.aloud)
        self.outcome = Choices("结果", 2, digit_goes_on=True)
        self.outcome.show_choices([Choice(str(one), one.label) for one in (TO_AGREE if self._again else TO_TELL)])
        self._outcome = Field("结果", self.outcome)
        self.body.addWidget(self._outcome)
        self.windows = Choices("上门时间", 2, tall=True, digit_goes_on=True)
        crew = str(values.get("crew") or "")
        self.windows.show_choices(
            [Choice(key, window_brief(one, self._now), load_words(crew, one)) for key, one in self._windows.items()]
        )
        self._window_field = Field("上门时间", self.windows)
        self.body.addWidget(self._window_field)
        self.full = label("", "body", "warn", wrap=True)
        self.body.addWidget(self.full)
        self.times = Choices("什么时候再打", 2, digit_goes_on=True)
        self.times.show_choices([Choice(str(one), moment(one, self._now)) for one in times], _evening(times, counter))
        self._time_field = Field("什么时候再打", self.times)
        self.body.addWidget(self._time_field)
        self.when = WhenAsk(Told(values, self._now))
        self.when.finished.connect(self.save)
        self.body.addWidget(self.when)
        self.body.addStretch()
        self._lay_foot()
        self._show()

    def _lay_head(self) -> None:
        values = self._values
        phone = str(values.get("reporter_phone") or "")
        row = QHBoxLayout()
        self.name = Elided(str(values.get("reporter") or "没有留名字"), "who")
        self.phone = label(mask(phone) if phone else "没有留电话", "who")
        self.phone.setAccessibleName("电话")
        row.addWidget(self.name, 1)
        row.addWidget(self.phone)
        self.body.addLayout(row)
        facts = FactGrid(1)
        facts.show_facts(
            [("报修", str(values.get("matter") or "")), ("身份", str(values.get("reporter_relation") or ""))]
        )
        self.body.addWidget(facts)

    def _lay_foot(self) -> None:
        self._error = label("", "body", "bad", wrap=True)
        self.foot.addWidget(self._error, 1)
        self.dial = KeyButton("拨号", "Enter", PRIMARY, "phone-outgoing")
        self.save_button = KeyButton("保存", "F9")
        self.foot.addWidget(self.dial)
        self.foot.addWidget(self.save_button)
        self.dial.clicked.connect(self._dial)
        self.save_button.clicked.connect(self.save)
        self.outcome.chosen.connect(self._show)
        self.outcome.finished.connect(self._after_outcome)
        self.windows.chosen.connect(self._say_full)
        self.windows.finished.connect(self._after_window)
        self.times.finished.connect(self.save)
        if not self._values.get("reporter_phone"):
            self.dial.block("没有留电话: 找到人后直接选结果")

    def enter(self) -> None:
        """On the button that dials; without a number, on what came of it."""
        (self.dial if self._values.get("reporter_phone") else self.outcome).setFocus()

    def _sentence(self) -> list[tuple[str, bool]]:
        values, now = self._values, self._now
        if self._again:
            person = str(values.get("reporter") or "")
            return [
                (f"{person}您好, " if person else "您好, ", False), ("师傅上门时家里没有人", True),
                (", 您看", False), ("什么时候方便", True), (", 我们再约一次。", False),
            ]  # fmt: skip
        names = [str(values[name]) for name in ("technician", "second_technician") if values.get(name)]
        men = [Technician("", name, "", True, 0) for name in names]
        company = str(values.get("contractor") or "") if values.get("status") == Status.HANDED_OUT else ""
        sending = Sending(
            CrewOnDuty("", company or str(values.get("crew") or ""), bool(company), 0, ""),
            men[0] if men else None,
            int(values.get("window_from_at") or 0),
            int(values.get("window_to_at") or 0),
            price_of(values),
            values.get("price_from_fen"),
            values.get("price_to_fen"),
            precautions=str(values.get("precautions") or ""),
            second=men[1] if len(men) > 1 else None,
            company=company,
        )
        return sentence(values, sending, now)

    def _dial(self) -> None:
        """The number in full, written down as revealed before it is shown."""
        number = str(self._values.get("reporter_phone") or "")

        def shown() -> None:
            self._dialled = True
            self.phone.setText(spaced(number))
            self.dial.set_kind(PLAIN)
            self.save_button.set_kind(PRIMARY)
            self.outcome.setFocus()

        reveal(self._counter, self, str(self._values["id"]), shown)

    def _show(self, _value: str = "") -> None:
        came = Outcome.of(self.outcome.value)
        self._window_field.setVisible(came in WITH_WINDOW)
        self._time_field.setVisible(came is Outcome.NO_ANSWER and self._again)
        self.when.setVisible(not self._again and came in (None, Outcome.TOLD))
        self._say_full()

    def _say_full(self, _value: str = "") -> None:
        one = self._windows.get(self.windows.value)
        seen = one is not None and Outcome.of(self.outcome.value) in WITH_WINDOW
        words = full_words(str(self._values.get("crew") or ""), one, self._now) if seen and one is not None else ""
        self.full.setText(words)
        self.full.setVisible(bool(words))

    def _after_outcome(self) -> None:
        came = Outcome.of(self.outcome.value)
        if came in WITH_WINDOW:
            self.windows.setFocus()
        elif came is Outcome.NO_ANSWER and self._again:
            self.times.setFocus()
        else:
            self.save()

    def _after_window(self) -> None:
        """A full window is said before it is promised: Enter once more says yes."""
        if self.full.isHidden():
            self.save()
        else:
            self.save_button.setFocus()

    def save(self) -> None:
        self._error.setText("")
        self._outcome.accept()
        self._window_field.accept()
        came = Outcome.of(self.outcome.value)
        if came is None:
            self._outcome.refuse(DeskError("还没有选结果", "按数字选一项"))
            return
        if came in WITH_WINDOW and not self.windows.value:
            self._window_field.refuse(DeskError("还没有选上门时间", "按数字选一个时段"))
            return
        try:
            told = self.when.read()
        except DeskError as error:
            self.when.frame.refuse(error)
            return
        self.wanted.emit(self._steps(came, told))

    def _steps(self, came: Outcome, told_at: Values) -> list[tuple[str, Values]]:
        one = self._windows.get(self.windows.value)
        window: Values = {"window_from_at": one.from_at, "window_to_at": one.to_at} if one else {}
        how: Values = {"informed_how": str(Informed.CALLED_BACK if self._dialled else Informed.ON_CALL), **told_at}
        match came:
            case Outcome.TOLD:
                return [("inform", dict(how))]
            case Outcome.OTHER_TIME:
                return [("inform", {**how, **window})]
            case Outcome.AGREED:
                # What stopped the response clock stays as it was: a second call is none.
                told = [] if self._values.get("informed_at") else [("inform", dict(how))]
                return [("resume", window), *told]
            case Outcome.NO_ANSWER if self._again and self.times.value:
                return [("put_off", {"call_again_at": int(self.times.value)}), ("remark", {"remark": "回电没人接"})]
            case Outcome.NO_ANSWER:
                return [("remark", {"remark": "回电没人接"})]
            case _:
                return [("remark", {"remark": "电话空号或打错, 请核对"})]

    def refuse(self, error: DeskError) -> None:
        self._error.setText(str(error))


def _evening(times: Sequence[int], counter: Counter) -> str:
    """People are at home in the evening: that part of the day is suggested, else the next."""
    begin = counter.settings().hours("order.call_again")[0][0]
    found = next((one for one in times if minute_of_day(one) == begin), times[0] if times else None)
    return str(found) if found is not None else ""
