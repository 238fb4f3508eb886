"""人员: one's own PIN for everybody; for managers everybody's PIN, and new people."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk.domain.errors import DeskError
from desk.domain.roles import WITH_ACCOUNT, Role
from desk.store import accounts
from desk.store.accounts import Person
from desk.store.steps import StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.buttons import PRIMARY, KeyButton
from desk.ui.kit.choices import Choice, Choices
from desk.ui.kit.fields import Field, FigureField, TextField, chain
from desk.ui.kit.labels import label, line
from desk.ui.theme import theme

TOLD = "新密码已生效"


class PeopleSection(QWidget):
    """Secrets are checked and hashed on the db lane; no step, no log and no screen ever holds one."""

    def __init__(self, counter: Counter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter = counter
        look = theme()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        column.addWidget(label("人员", "who"))
        column.addWidget(label("改自己的密码", "title"))
        self.old, self.new = _secret("现在的密码"), _secret("新密码")
        self.old_field, self.new_field = Field("现在的密码", self.old), Field("新密码 (4–6 位数字)", self.new)
        self.change = KeyButton("改密码", "Enter", PRIMARY)
        column.addLayout(_row(self.old_field, self.new_field, self.change))
        column.addWidget(line())
        self._others = QWidget()
        more = QVBoxLayout(self._others)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(look.px(12))
        more.addWidget(label("替别人重设密码", "title"))
        self.people = Choices("人员", columns=2)
        more.addWidget(self.people)
        self.reset_secret = _secret("给他的新密码")
        self.reset_field = Field("给他的新密码 (4–6 位数字)", self.reset_secret)
        self.reset = KeyButton("重设", "Enter")
        more.addLayout(_row(self.reset_field, self.reset))
        more.addWidget(line())
        more.addWidget(label("新增人员", "title"))
        self.name, self.staff_no = TextField("姓名"), FigureField("工号")
        self.role = Choices("岗位", columns=4)
        self.role.show_choices([Choice(str(one), one.label) for one in Role if one in WITH_ACCOUNT], str(Role.CLERK))
        self.first_secret = _secret("第一个密码")
        self.name_field, self.no_field = Field("姓名", self.name), Field("工号", self.staff_no)
        self.first_field = Field("第一个密码 (4–6 位数字)", self.first_secret)
        self.add = KeyButton("新增", "Enter")
        more.addLayout(_row(self.name_field, self.no_field))
        more.addWidget(Field("岗位", self.role))
        more.addLayout(_row(self.first_field, self.add))
        column.addWidget(self._others)
        self._refused = label("替别人重设密码、新增人员: 请找项目经理或总部", "quiet")
        column.addWidget(self._refused)
        chain(self.old, self.new, last=self._change)
        self.people.finished.connect(self.reset_secret.setFocus)
        self.reset_secret.finished.connect(self._reset)
        self.name.finished.connect(self.staff_no.setFocus)
        self.staff_no.finished.connect(self.role.setFocus)
        self.role.finished.connect(self.first_secret.setFocus)
        self.first_secret.finished.connect(self._add)
        self.change.clicked.connect(self._change)
        self.reset.clicked.connect(self._reset)
        self.add.clicked.connect(self._add)

    def enter(self) -> None:
        counter = self._counter
        keeper = counter.may("staff", "edit")
        self._others.setVisible(keeper)
        self._refused.setVisible(not keeper)
        for one in (self.old, self.new, self.reset_secret, self.first_secret):
            one.clear()
        database, estate = counter.database, counter.estate_id
        counter.read(self, lambda: accounts.people(database, estate), self._show)

    def begin(self) -> None:
        self.old.setFocus()

    def _show(self, people: list[Person]) -> None:
        me = self._counter.actor.id
        others = [one for one in people if one.id != me]
        self.people.show_choices([Choice(one.id, one.name, f"{one.role.label} {one.staff_no}") for one in others])

    def _change(self) -> None:
        """One's own: the present one first, checked like a sign-in."""
        counter, now = self._counter, self._counter.now()
        database, me, old, new = counter.database, counter.actor.id, self.old.text(), self.new.text()

        try:
            accounts.check_secret(new)
        except DeskError as error:
            self.new_field.refuse(error)
            return

        def work() -> None:
            accounts.sign_in(database, me, old, now, "change_secret")
            with database.write() as connection:
                accounts.set_secret(connection, me, new, me, now)
                accounts.note(connection, now, me, "change_secret")
            if counter.own_file is not None:
                counter.own_file.file.secret_changed(me, old, new)

        self._run(work, self.old_field.refuse, (self.old_field, self.new_field), TOLD)

    def _reset(self) -> None:
        counter, now, person = self._counter, self._counter.now(), self.people.value
        database, me, secret = counter.database, counter.actor.id, self.reset_secret.text()
        if not person or not counter.may("staff", "edit"):
            self.reset_field.refuse("先选是谁的")
            return

        def work() -> None:
            with database.write() as connection:
                accounts.set_secret(connection, person, secret, me, now)
                accounts.note(connection, now, me, "reset_secret", person)
            if counter.own_file is not None:
                counter.own_file.file.secret_set(person, secret)

        self._run(work, self.reset_field.refuse, (self.reset_field,), TOLD)

    def _add(self) -> None:
        """Staff and role as one group of steps, then the secret, which is no part of any step."""
        counter, now = self._counter, self._counter.now()
        name, staff_no, secret = self.name.text().strip(), self.staff_no.text().strip(), self.first_secret.text()
        for value, field in ((name, self.name_field), (staff_no, self.no_field)):
            field.accept()
            if not value:
                field.refuse("请填写")
                return
        company = counter.office.company
        requests = [
            StepRequest(company, "staff", "add", {"name": name, "staff_no": staff_no, "account": True}),
            StepRequest(company, "grant", "add",
                        {"staff_id": "@0", "estate_id": counter.estate_id, "role": self.role.value}),
        ]  # fmt: skip
        database, actor, steps = counter.database, counter.actor, counter.steps

        def work() -> None:
            accounts.check_secret(secret)
            changed = steps.take(actor, *requests)
            with database.write() as connection:
                accounts.set_secret(connection, changed.ents[0], secret, actor.id, now)
                accounts.note(connection, now, actor.id, "new_secret", changed.ents[0])
            if counter.own_file is not None:
                counter.own_file.file.secret_set(changed.ents[0], secret)

        self._run(work, self.first_field.refuse, (self.first_field,), f"已新增 {name}")

    def _run(
        self,
        work: Callable[[], None],
        refused: Callable[[DeskError], None],
        fields: tuple[Field, ...],
        words: str,
    ) -> None:
        for field in fields:
            field.accept()

        def done(_result: None) -> None:
            self._counter.ways.said.emit(words)
            self.name.clear()
            self.staff_no.clear()
            self.enter()

        self._counter.db.run(self, work, done, refused)


def _secret(name: str) -> FigureField:
    made = FigureField(name)
    made.setEchoMode(TextField.EchoMode.Password)
    made.setMaxLength(accounts.LONGEST)
    return made


def _row(*widgets: QWidget) -> QHBoxLayout:
    look = theme()
    row = QHBoxLayout()
    row.setSpacing(look.px(12))
    for one in widgets:
        if isinstance(one, Field):
            one.setFixedWidth(look.px(260))
        row.addWidget(one, 0, Qt.AlignmentFlag.AlignTop if isinstance(one, Field) else Qt.AlignmentFlag.AlignBottom)
    row.addStretch()
    return row
