"""投诉登记表, 事项经过 and 登记簿 of complaints: what stands on them, for whom, and that nothing internal does."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from desk.domain.roles import Role
from desk.domain.scopes import complaints_of
from reports.complaints.form import render_form
from reports.complaints.of_complaint import read_form, read_time_line
from reports.fonts import PaperFonts
from reports.registers.complaints import ComplaintSums, judged, state
from reports.registers.definition import Asked
from reports.registers.reading import REGISTERS, is_confidential, rows
from reports.slips.of_order import Office
from reports.time_line.paper import render_time_line
from tests.ui.special.complaint_desk import WORDS, answered, receive
from tests.world import World

R = Role
OFFICE = Office("安和物业服务有限公司", "翠湖花园", "8801 6000")
INTERNAL = "这位业主上个月也来过"


@pytest.fixture
def complaint(world: World) -> str:
    ent = answered(world)
    world.take(R.MANAGER, "complaint.remark", ent, remark=INTERNAL)
    world.clock.forward(days=1)
    world.take(R.FOREMAN, "complaint.revisit", ent, satisfaction="good", revisit_words="说话算数",
               answers=[{"question": "答复清楚吗?", "answer": "yes"}])  # fmt: skip
    return ent


def text_of(pdf: bytes, folder: Path) -> str:
    (folder / "paper.pdf").write_bytes(pdf)
    document = pypdfium2.PdfDocument(pdf)
    said = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return said.replace("\r", "").replace("\n", "")


def pages_of(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    document.close()
    return count


def test_the_form_has_the_fields_of_the_form_in_its_order(
    world: World, complaint: str, fonts: PaperFonts, tmp_path: Path
) -> None:
    manager = world.office.actor(world.database, world.scope, world.people[R.MANAGER].id)
    form = read_form(world.database, manager, complaints_of(world.scope), complaint, OFFICE)
    assert form is not None
    assert form.title == "投诉登记表"
    labels = [label for block in form.blocks for label, _ in block]
    asked = ["时间", "地点", "投诉人", "电话", "房号", "被投诉人/部门", "要求", "接待人", "内容"]
    asked += ["判定", "责任人", "措施", "答复", "回访", "归档"]
    assert [label for label in labels if label in asked] == asked
    pdf = render_form(fonts, form, made_at=world.clock())
    said = text_of(pdf, tmp_path)
    for word in (
        WORDS,
        "王秀英",
        "138****6621",
        "有效",
        "吴明",
        "和当班的人谈了话",
        "已道歉",
        "满意",
        "说话算数",
        "已结",
    ):
        assert word in said, word
    assert INTERNAL not in said
    assert "13800006621" not in said


def test_the_time_line_goes_out_without_internal_notes(
    world: World, complaint: str, fonts: PaperFonts, tmp_path: Path
) -> None:
    manager = world.office.actor(world.database, world.scope, world.people[R.MANAGER].id)
    scope = complaints_of(world.scope)
    told = read_time_line(world.database, world.database, manager, scope, complaint, OFFICE)
    assert told is not None
    assert [one.what for one in told.moments] == [
        "登记", "判定: 有效", "指派", "登记措施", "答复业主", "回访: 满意",
    ]  # fmt: skip
    said = text_of(render_time_line(fonts, told, made_at=world.clock()), tmp_path)
    assert WORDS in said
    assert INTERNAL not in said
    assert "答复 1 次" in said


@pytest.mark.parametrize("role", [R.CLERK, R.BUTLER, R.ACCOUNTANT])
@pytest.mark.parametrize("read", [read_form, lambda d, a, s, e, o: read_time_line(d, d, a, s, e, o)])
def test_who_is_no_handler_gets_no_paper(world: World, complaint: str, role: Role, read: Callable[..., object]) -> None:
    person = world.office.actor(world.database, world.scope, world.people[role].id)
    assert read(world.database, person, complaints_of(world.scope), complaint, OFFICE) is None


def test_a_very_long_complaint_goes_on_on_the_next_page(world: World, fonts: PaperFonts) -> None:
    ent = receive(world, content=WORDS * 100)
    world.take(R.MANAGER, "complaint.judge", ent, validity="valid")
    world.take(R.MANAGER, "complaint.answer", ent, answer="解释" * 450, answered_how="writing")
    manager = world.office.actor(world.database, world.scope, world.people[R.MANAGER].id)
    form = read_form(world.database, manager, complaints_of(world.scope), ent, OFFICE)
    assert form is not None
    assert pages_of(render_form(fonts, form, made_at=world.clock())) == 2


class TestRegister:
    def test_it_is_confidential_and_reads_what_the_person_may_read(self, world: World, complaint: str) -> None:
        assert [name for name, one in REGISTERS.items() if is_confidential(one)] == ["complaints"]
        asked = Asked(REGISTERS["complaints"], world.scope, "2026-11-01", "2026-11-30")
        for role, count in ((R.MANAGER, 1), (R.FOREMAN, 1), (R.CLERK, 0), (R.ACCOUNTANT, 0)):
            person = world.office.actor(world.database, world.scope, world.people[role].id)
            assert len(list(rows(world.database, person, asked))) == count, role

    def test_its_sums(self) -> None:
        sums = ComplaintSums()
        base = {"kind": "complaint", "status": "closed", "closed_by": "revisit"}
        sums.add({**base, "validity": "valid", "satisfaction": "good", "first_due_at": 5, "first_answered_at": 9})
        sums.add({**base, "validity": "invalid", "invalid_reason": "not_so", "repeat_of_no": "W1"})
        sums.add({"kind": "praise", "status": "received"})
        assert sums.words() == (
            "合计 3 件：投诉 2，表扬 1",
            "投诉：有效 1，无效 1；答复超时 1，重复投诉 1，回访满意 1/1",
        )

    def test_words_of_a_row(self) -> None:
        row = {"kind": "complaint", "validity": "invalid", "invalid_reason": "not_ours", "status": "judged"}
        assert (judged(row), state(row)) == ("无效（非物业职责）", "待指派")
        assert state({"status": "closed", "closed_by": "withdrawn"}) == "已结·业主撤诉"
