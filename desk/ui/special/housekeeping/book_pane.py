"""登记家政: who, what they want, which work, when, which company; F9. By keys, in the order in which people speak."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desk.domain.calendar import day_of
from desk.domain.errors import DeskError
from desk.domain.flow import Values
from desk.services.housekeeping.catalogue import Company, Work, companies, company_of, suggested, works
from desk.services.housekeeping.matters import read_back
from desk.services.housekeeping.reads import usual_company
from desk.services.residents import lookup
from desk.services.residents.lookup import Candidate, Means
from desk.store.steps import Changed
from desk.ui.counter import Counter
from desk.ui.kit.aloud import ReadAloud
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField, WordsField
from desk.ui.kit.labels import label, retone
from desk.ui.kit.slide_over import PanelFrame
from desk.ui.page_layout import scrolled
from desk.ui.special.housekeeping.wishes import ANY, OTHER, Wish, wishes
from desk.ui.special.intake.who import Who
from desk.ui.special.told_times import moment_ahead
from desk.ui.theme import theme

RECORD = "housekeeping"
PICKS = 9


class BookPane(PanelFrame):
    """Esc parks: what was filled in stays until it is saved or another person's is begun."""

    closed = Signal()
    WIDTH = 900

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__("登记家政", parent=parent)
        self._counter = counter
        self._person: Candidate | None = None
        self._wishes: list[Wish] = []
        self._works: list[Work] = []
        self._companies: list[Company] = []
        self._usual = ""
        self._asked: object = None
        self._saving = False
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme().px(8), 0)
        self._column.setSpacing(theme().px(8))
        self.who = Who(inside)
        self.name = TextField("预约人", hint="不在册的: 姓名或称呼")
        self.phone = FigureField("联系电话", hint="公司要打这个电话约时间")
        self.matter = WordsField("要求", "业主怎么说的就怎么记: 打扫几间、几平方米、有没有老人宠物", 1)
        self.work = Choices("项目", 5, digit_goes_on=True)
        self.wish = Choices("希望时间", 4, digit_goes_on=True)
        self.other = TextField("几号几点", hint="1430、明天 930、周六 1400、11-25 1430")
        self.company = Choices("家政公司", 3, digit_goes_on=True)
        self._column.addWidget(self.who)
        self.fields = {
            "customer": self._add("预约人", self.name),
            "customer_phone": self._add("联系电话", self.phone),
            "matter": self._add("要求", self.matter),
            "work": self._add("项目", self.work),
            "wished_from_at": self._add("希望时间", self.wish),
            "other": self._add("几号几点", self.other),
            "company": self._add("家政公司", self.company),
        }
        self._column.addStretch()
        self.body.addWidget(scrolled(inside), 1)
        self.aloud = ReadAloud(beside=True)
        self.body.addWidget(self.aloud)
        self.told = label("", "body", wrap=True)
        self.save_button = KeyButton("保存", "F9", PRIMARY, "check")
        self.save_button.clicked.connect(self.save)
        self.foot.addWidget(self.told, 1)
        self.foot.addWidget(self.save_button)
        self._join()

    def _add(self, words: str, field: QWidget) -> Field:
        made = Field(words, field)
        self._column.addWidget(made)
        return made

    def _join(self) -> None:
        who = self.who
        who.asked.connect(self._look)
        who.taken.connect(lambda one, typed: self._take(one))
        who.unknown.connect(self._unknown)
        who.passed.connect(self.matter.setFocus)
        self.name.finished.connect(self.phone.setFocus)
        self.phone.finished.connect(self.matter.setFocus)
        self.matter.finished.connect(self.work.setFocus)
        self.matter.textChanged.connect(self._suggest)
        self.work.chosen.connect(lambda _: self._show_companies())
        self.work.finished.connect(self.wish.setFocus)
        self.wish.chosen.connect(lambda _: self._show_rest())
        self.wish.finished.connect(lambda: (self.other if self.wish.value == OTHER else self.company).setFocus())
        self.other.finished.connect(self.company.setFocus)
        self.company.finished.connect(self.save_button.setFocus)
        for one in (self.work, self.wish, self.company):
            one.chosen.connect(lambda _: self._read_back())
        self.close_wanted.connect(self.closed)

    # Place

    def begin(self, resident: str = "", home: str = "") -> None:
        """For this resident, or whoever is on the telephone; what was parked goes on where nobody is named."""
        if resident or home:
            self._clear()
            self._find(resident, home)

    def enter(self) -> None:
        counter = self._counter
        self._works = works(counter.lists())
        self._wishes = wishes(counter.settings(), counter.calendar, counter.now())
        self.work.show_choices([Choice(one.code, one.name, digit=one.code) for one in self._works])
        self.wish.show_choices([Choice(one.value, one.words) for one in self._wishes], self.wish.value or ANY)
        self._show_companies()
        self._show_rest()
        self._say("")
        QTimer.singleShot(0, self, self._settle)

    def _settle(self) -> None:
        (self.matter if self._person is not None else self.who.line).setFocus(Qt.FocusReason.OtherFocusReason)

    def keys(self) -> Sequence[tuple[str, str]]:
        return (("Enter", "下一项"), ("0-9", "项目"), ("F9", "保存"), ("Esc", "返回 (留着)"))

    def press(self, key: str) -> bool:
        if key in ("F9", "Ctrl+Return"):
            self.save()
        elif key == "Esc":
            self.closed.emit()
        else:
            return False
        return True

    # who

    def _look(self, typed: str) -> None:
        self._person = None
        counter = self._counter
        search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())

        def found(rows: list[Candidate]) -> None:
            self.who.answer(typed, [one for one in rows if one.kind is not Means.PLACE])

        work: Callable[[], list[Candidate]] = lambda: lookup.candidates(search, actor, scope, typed, today, "", PICKS)  # noqa: E731
        counter.read(self, work, found, self._failed)

    def _find(self, resident: str, home: str) -> None:
        """Opened from somebody's card: nobody types who it is."""
        counter = self._counter
        search, actor, scope, today = counter.search, counter.actor, counter.scope, day_of(counter.now())

        def work() -> list[Candidate]:
            lives = lookup.homes_of(search, actor, scope, resident, today) if resident else []
            return lives or (lookup.household(search, actor, scope, home, today) if home else [])

        def found(rows: list[Candidate]) -> None:
            here = [one for one in rows if not home or one.home_id == home] or rows
            if here:
                self._take(here[0])

        counter.read(self, work, found, self._failed)

    def _take(self, one: Candidate) -> None:
        self._person = one
        beside = "  ".join(part for part in (one.relation_label, one.masked) if part)
        self.who.show_taken(f"{one.room_long} {one.name}".strip(), beside)
        self.who.settle(one)
        self.name.setText(one.name)
        self.phone.clear()
        self._show_rest()
        self._read_usual()
        (self.name if one.kind is Means.HOME else self.matter).setFocus(Qt.FocusReason.OtherFocusReason)
        self._read_back()

    def _unknown(self, typed: str) -> None:
        """Not on file: the words stand as the address, name and number are asked."""
        self._person = Candidate(Means.HOME, room_short=typed, room_long=typed)
        self.who.say("没有这一户: 按写的地址记下, 请补姓名和电话", "warn")
        self._show_rest()
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_rest(self) -> None:
        """A person on file brings name and number."""
        known = self._person is not None and self._person.kind is Means.PERSON
        self.fields["customer"].setVisible(self._person is not None and not known)
        self.fields["customer_phone"].setVisible(
            self._person is not None and not (known and self._person is not None and self._person.phone)
        )
        self.fields["other"].setVisible(self.wish.value == OTHER)

    # what, when, by whom

    def _suggest(self) -> None:
        found = suggested(self.matter.text(), self._works)
        if found is not None and found.code != self.work.value:
            self.work.choose(found.code)

    def _read_usual(self) -> None:
        """Whom this home had for it the last time."""
        home = self._person.home_id if self._person is not None else ""
        if not home or not self.work.value:
            return
        counter, work = self._counter, self.work.value
        database, actor, scope = counter.database, counter.actor, counter.scope
        self._asked = asked = object()

        def found(company: str) -> None:
            if asked is self._asked and company != self._usual:
                self._usual = company
                self._show_companies(read=False)

        counter.read(self, lambda: usual_company(database, actor, scope, home, work), found, self._failed)

    def _show_companies(self, read: bool = True) -> None:
        """Those that do the work, whom they had before first."""
        work = self.work.value
        found = companies(self._counter.lists(), work)
        found.sort(key=lambda one: one.code != self._usual)
        self._companies = found
        kept = self.company.value if any(one.code == self.company.value for one in found) and not self._usual else ""
        first = found[0].code if found and work else ""
        self.company.show_choices(
            [Choice(one.code, one.name, "上次是这家" if one.code == self._usual else one.phone) for one in found],
            kept or first,
        )
        if read:
            self._read_usual()
        self._read_back()

    def _read_back(self) -> None:
        """The sentence that is read to the resident, as far as it is known."""
        if self._person is None or not self.work.value:
            self.aloud.hide()
            return
        try:
            told = self.values()
        except DeskError:
            told = {"where": self._person.room_long, "customer": self.name.text()}
        work = next((one for one in self._works if one.code == self.work.value), None)
        company = company_of(self._counter.lists(), self.company.value)
        told |= {
            "where": self._person.room_long or self._person.room_short,
            "customer": self._person.salutation or told.get("customer"),
            "work_label": work.name if work else "",
            "company_label": company.name if company else "",
        }
        self.aloud.show_sentence([(read_back(told, self._counter.now()), False)])
        self.aloud.show()

    # saving

    def values(self) -> Values:
        """What was filled in; DeskError names the field that is wrong."""
        person = self._person
        if person is None:
            raise DeskError("还不知道是哪一户", "请输入尾号、姓名首字母或房号", "who")
        phone = self.phone.text().strip() or person.phone
        if not phone:
            raise DeskError("没有电话, 公司没法和业主约", "请问一个号码", "customer_phone")
        if not self.work.value:
            raise DeskError("还没有选项目", "按数字选一项, 说不清的按 0", "work")
        if not self.company.value:
            raise DeskError("还没有选家政公司", "按数字选一家", "company")
        work = next((one for one in self._works if one.code == self.work.value), None)
        begin, end = self._wished()
        told: Values = {
            "where": person.room_short or person.room_long,
            "home_id": person.home_id,
            "resident_id": person.resident_id,
            "customer": self.name.text().strip() or person.name,
            "customer_phone": phone,
            "customer_relation": person.relation_label,
            "work": self.work.value,
            "matter": self.matter.text(),
            "price": work.price if work else "",
            "precautions": work.precautions if work else "",
            "wished_from_at": begin,
            "wished_to_at": end,
            "company": self.company.value,
            "taken_by": self._counter.actor.name,
        }
        return {name: value for name, value in told.items() if value}

    def _wished(self) -> tuple[int, int]:
        if self.wish.value == OTHER:
            try:
                return moment_ahead(self.other.text(), self._counter.now()), 0
            except DeskError as error:
                raise DeskError(error.message, error.advice, "other") from error
        one = next((one for one in self._wishes if one.value == self.wish.value), None)
        return (one.from_at, one.to_at) if one is not None else (0, 0)

    def save(self) -> None:
        if self._saving:
            return
        for field in self.fields.values():
            field.accept()
        try:
            values = self.values()
        except DeskError as error:
            self._refuse(error)
            return
        counter = self._counter
        company = company_of(counter.lists(), values["company"])
        name = f"{company.name} {company.phone}".strip() if company is not None else ""
        minutes = (company.confirm_minutes if company is not None else 0) or counter.settings().number(
            "housekeeping.confirm_minutes"
        )
        self._saving = True

        def done(changed: Changed) -> None:
            self._saving = False
            counter.ways.said.emit(f"{values['where']} 已登记, 请打给 {name}, {minutes} 分钟内确认")
            self._clear()
            self.closed.emit()
            counter.ways.matter_wanted.emit(RECORD, changed.ents[0])

        counter.take(self, [counter.request(RECORD, "book", values)], done, self._failed)

    def _refuse(self, error: DeskError) -> None:
        if error.field == "who":
            self.who.say(str(error), "bad")
            self.who.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        field = self.fields.get(error.field or "")
        if field is None:
            self._say(str(error))
            return
        field.show()
        field.refuse(error)

    def _failed(self, error: Exception) -> None:
        self._saving = False
        if isinstance(error, DeskError):
            self._refuse(error)
        else:
            self._counter.ways.refused.emit(error)

    def _clear(self) -> None:
        self._person, self._usual = None, ""
        self.who.clear()
        for one in (self.name, self.phone, self.other):
            one.clear()
        self.matter.setPlainText("")
        for boxes in (self.work, self.company):
            boxes.choose("", tell=False)
        self.wish.choose(ANY, tell=False)
        self.aloud.hide()
        self._show_rest()

    def _say(self, words: str) -> None:
        self.told.setText(words)
        retone(self.told, "bad")
