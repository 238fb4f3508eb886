"""The page of complaints in a window with its intake over it, some complaints, and hands that count their keys."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desk.domain.roles import Role
from desk.services.complaints import receiving
from desk.services.complaints.receiving import Draft
from desk.store.steps import StepRequest
from desk.ui.counter import Counter
from desk.ui.kit.slide_over import SlideOver
from desk.ui.special.complaints.intake import ComplaintIntake
from desk.ui.special.complaints.page import ComplaintsPage
from sync.protocol.envelope import uuid7
from tests.ui.special.counting import SIZES, Desk, counter_at
from tests.ui.typing_words import type_words
from tests.world import World

WORDS = "前台小王说话难听, 还挂我电话"
R = Role


class Place(QWidget):
    """The page and what slides over it, as the frame puts them."""

    def __init__(self, counter: Counter) -> None:
        super().__init__()
        self.list = ComplaintsPage(counter)
        self.intake = ComplaintIntake(counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list)
        self.over = SlideOver(self.intake, self, ComplaintIntake.WIDTH)
        self.is_open = False
        counter.ways.complaint_wanted.connect(self.receive)
        self.intake.closed.connect(self.shut)

    def enter(self) -> None:
        self.list.enter()

    def press(self, key: str) -> bool:
        return self.intake.press(key) if self.is_open else self.list.press(key)

    def receive(self, start: object) -> None:
        self.intake.begin(start)
        self.is_open = True
        self.over.open()
        self.over.settle()
        self.intake.enter()
        QApplication.processEvents()

    def shut(self) -> None:
        self.is_open = False
        self.over.shut()


@dataclass
class Scene:
    """A person of a role at the page."""

    world: World
    role: Role = R.MANAGER
    size: tuple[int, int] = SIZES[0]
    printed: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counter = counter_at(self.world, self.role)
        self.place = Place(self.counter)
        self.desk = Desk(self.place, self.size)
        self.desk.listen(self.counter)
        self.counter.ways.print_wanted.connect(self.printed.append)
        self.counter.ways.undoable.connect(lambda words, _request: self.desk.said.append(words))
        self.desk.open()

    @property
    def page(self) -> ComplaintsPage:
        return self.place.list

    @property
    def intake(self) -> ComplaintIntake:
        return self.place.intake

    def press(self, *keys: Any) -> int:
        for key in keys:  # one after the other: a panel that opens takes the focus before the next
            self.desk.press(key)
            QApplication.processEvents()
        return len(keys)

    def words(self, text: str) -> None:
        at = QApplication.focusWidget()
        assert at is not None
        type_words(at, text)
        QApplication.processEvents()

    def change(self, role: Role) -> None:
        """Another person sits down."""
        self.counter.sign_in(self.world.people[role].id, self.world.scope.partition("/")[2])
        QApplication.processEvents()

    def rows(self) -> list[str]:
        model = self.page.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def seen(self) -> str:
        """Every word that stands on the screen or is said by it."""
        found = self.rows()
        for one in (self.place, *self.place.findChildren(QWidget)):
            if one.isVisible():
                found += [one.accessibleName(), one.accessibleDescription()]
                for name in ("text", "toPlainText"):
                    read = getattr(one, name, None)
                    found.append(str(read()) if callable(read) else "")
        return "\n".join(found)

    def complaint(self) -> dict[str, Any]:
        """The newest."""
        return max(self.world.rows("complaint"), key=lambda row: str(row["id"]))

    def leave(self) -> None:
        self.desk.gone()


def receive(world: World, role: Role = R.CLERK, **told: Any) -> str:
    """Taken in by this role: the line and the complaint; says the complaint's id."""
    foreman = world.people[R.FOREMAN]
    draft = Draft(
        **{
            "home_id": world.homes[0], "resident_id": world.resident, "where": "3-2-1801", "who": "王秀英",
            "phone": "13800006621", "type": "01", "type_label": "服务态度", "want": "apology", "content": WORDS,
            "handler_id": foreman.id, "handler": "孙国强", "receiver": "孙班长 802", **told,
        }
    )  # fmt: skip
    now = world.clock()
    due = receiving.promised(
        draft, world.office.settings(world.database, world.scope), world.office.calendar,
        world.office.lists(world.database, world.scope), now,
    )  # fmt: skip
    ent = uuid7(now)
    steps: Sequence[StepRequest] = receiving.requests(world.scope, ent, draft, "李敏", due)
    world.changed(role, *steps)
    return ent


def judged(world: World, **told: Any) -> str:
    one = receive(world, **told)
    return world.take(R.MANAGER, "complaint.judge", one, validity="valid", judged_by="吴明")


def answered(world: World, **told: Any) -> str:
    one = judged(world, **told)
    foreman = world.people[R.FOREMAN].id
    world.take(R.MANAGER, "complaint.assign", one, handler_id=foreman, handler="孙国强")
    world.take(R.FOREMAN, "complaint.act", one, measures="和当班的人谈了话, 重新培训")
    return world.take(R.FOREMAN, "complaint.answer", one, answer="已道歉", answered_how="phone", answered_by="孙国强")
