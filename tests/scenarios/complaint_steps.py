"""Steps of the complaints: one that was taken in, and what the room's own file says of the newest."""

from typing import Any

from pytest_bdd import given, parsers, then

from desk.domain.scopes import complaints_of
from desk.services.complaints import receiving
from desk.services.complaints.receiving import Draft
from desk.services.complaints.record import COMPLAINT, IN_HAND
from desk.store.rows import columns_of
from desk.ui.field_words import words_of
from desk.ui.special.complaints.keeping import file_of
from sync.protocol.envelope import uuid7
from tests.scenarios.counter_scene import Scene, last_of

WHO = """SELECT h.id, h.room, r.id, r.name FROM residence l JOIN home h ON h.id = l.home_id
         JOIN resident r ON r.id = l.resident_id WHERE l.scope = ? AND r.phones LIKE '%6621%' LIMIT 1"""


def newest(scene: Scene, record: Any = COMPLAINT) -> dict[str, Any]:
    """From the file it stands in; the person at the counter has it open."""
    counter = scene.desk.counter
    assert counter is not None
    database = file_of(counter)[0] if record is COMPLAINT else counter.database
    columns = columns_of(record)
    found = [columns.decode(row) for row in database.read(columns.select("1=1"))]
    if record is COMPLAINT:
        return last_of(found, "received_at")
    (line,) = [row for row in found if row["id"] not in scene.lines_before]  # it knows no moment but its limit
    return line


@given("有一件投诉")
def _one_complaint(scene: Scene) -> None:
    """Of the resident with the tail 6621, about the counter's manners, for the supervisor."""
    counter = scene.desk.counter
    assert counter is not None
    home, room, resident, name = scene.desk.database.read(WHO, (counter.scope,))[0]  # type: ignore[union-attr]
    staff = counter.database.read("SELECT id, name FROM staff WHERE name = '何芳'")[0]
    draft = Draft(
        home_id=home, resident_id=resident, where=room, who=name, type="01", type_label="服务态度", want="apology",
        content="前台说话难听", handler_id=str(staff[0]), handler=str(staff[1]), receiver="何管家 805",
    )  # fmt: skip
    now = scene.clock()
    due = receiving.promised(draft, counter.settings(), counter.calendar, counter.lists(), now)
    steps = receiving.requests(complaints_of(counter.scope), uuid7(now), draft, "李敏", due)
    counter.take(counter, steps)
    scene.hands.settle()


@then(parsers.re(r"(?P<what>投诉|在办事项)的(?P<label>\S+)是“(?P<words>[^”]+)”"))
def _says(scene: Scene, what: str, label: str, words: str) -> None:
    record = COMPLAINT if what == "投诉" else IN_HAND
    field = next(one for one in record.fields if one.label == label)
    assert words_of(field, newest(scene, record).get(field.name), scene.clock()) == words


@then("投诉重复于第一件")
def _repeats(scene: Scene) -> None:
    counter = scene.desk.counter
    assert counter is not None
    newer, older = file_of(counter)[0].read("SELECT no, repeat_of_no FROM complaint ORDER BY no DESC LIMIT 2")
    assert newer[1] == older[0]


@then(parsers.re(r"没有一张单子写着“(?P<words>[^”]+)”"))
def _nowhere(scene: Scene, words: str) -> None:
    database = scene.desk.database
    assert database is not None
    assert database.read("SELECT 1 FROM work_order WHERE matter LIKE ?", (f"%{words}%",)) == []
    assert database.read("SELECT 1 FROM parked WHERE draft LIKE ?", (f"%{words}%",)) == []
