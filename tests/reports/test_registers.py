"""Registers: the same rows on paper and in the workbook, sums that an independent count confirms, masked telephones."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from desk.domain.calendar import DAY, MINUTE, at
from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.domain.words_of_time import full_moment
from desk.store.query import NotVisible
from reports.__main__ import main
from reports.fonts import PaperFonts
from reports.preview import Pages
from reports.registers import making
from reports.registers.book import write_register
from reports.registers.definition import Asked, Heading, Register
from reports.registers.paper import BODY, ROW_HIGH, WIDTH, columns_of, render_register
from reports.registers.reading import REGISTERS, rows, total
from reports.workbook import Cancelled
from tests.world import KEY, World

HEADING = Heading("安和物业服务有限公司", "翠湖花园国际社区三期高层组团", "李敏", at("2026-11-30", "17:10"))
REPAIRS, REVISITS = REGISTERS["repairs"], REGISTERS["revisits"]
ROWS = int(BODY / ROW_HIGH)  # of the usual height, on a page
RARE = "𬭎喆"


def asked(register: Register = REPAIRS, phones: bool = False, to_on: str = "2026-11-30") -> Asked:
    return Asked(register, "e/x", "2026-11-01", to_on, phones)


def repairs(count: int) -> Iterator[dict[str, Any]]:
    for one in range(count):
        reported = at("2026-11-01", "8:00") + one * 37 * MINUTE
        yield {
            "no": f"W3A-{one + 1:04d}",
            "reported_at": reported,
            "reporter": RARE if one % 3 else "阿卜杜热合曼·买买提明江",
            "reporter_phone": "13800006621",
            "where": "3-2-1801",
            "matter": "=HYPERLINK(1)" if one == 1 else "厨房水龙头一直滴水",
            "urgency": "urgent",
            "status": "void" if one == 2 else "closed",
            "result": "repaired",
            "charge": "paid",
            "due_fen": 3_000,
            "received_fen": 3_005,
            "payment": "cash",
            "signature": "self",
            "tick": "fair",
        }


def texts(pdf: bytes) -> list[str]:
    with Pages(pdf) as pages:
        return ["".join(pages.text(number).split()) for number in range(len(pages))]


@pytest.mark.parametrize("register", REGISTERS.values(), ids=list(REGISTERS))
def test_the_columns_fill_the_width_of_the_paper(register: Register) -> None:
    x, width, _ = columns_of(asked(register))[-1]
    assert x + width == pytest.approx(10 + WIDTH)
    assert len({one.label for one in register.columns}) == len(register.columns)


@pytest.mark.parametrize(("count", "many"), [(0, 1), (1, 1), (ROWS - 2, 1), (ROWS, 2), (ROWS + 1, 2), (3 * ROWS, 4)])
def test_every_page_has_its_head_and_its_number_and_the_last_one_the_sums(
    fonts: PaperFonts, count: int, many: int
) -> None:
    pages = texts(render_register(fonts, asked(), HEADING, repairs(count), count))
    assert len(pages) == many
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{len(pages)}页" in page
        assert "报修登记簿" in page
        assert "维修人员" in page
        assert "客服主管" in page
    assert [f"合计{count}单" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    found = [one["no"] for one in repairs(count) if any(one["no"] in page for page in pages)]
    assert len(found) == count


def test_what_a_resident_said_at_length_is_whole_on_paper(fonts: PaperFonts) -> None:
    """The row grows, the next one begins below it; nobody is sent back to the program for the rest."""
    long = "".join(f"第{number}处漏水，" for number in range(1, 40))
    rows = [{**one, "matter": long if place == 1 else "换灯"} for place, one in enumerate(repairs(ROWS - 2))]
    pages = texts(render_register(fonts, asked(), HEADING, rows, len(rows)))
    assert "".join(long.split()) in "".join(pages)
    assert "详见系统" not in "".join(pages)
    assert len(pages) == 2


def test_paper_and_workbook_say_the_same(fonts: PaperFonts, tmp_path: Path) -> None:
    path = tmp_path / "登记簿.xlsx"
    assert write_register(path, asked(), HEADING, repairs(30), 30) == 30
    sheet = load_workbook(path).active
    assert sheet is not None
    labels = [cell.value for cell in sheet[3]]
    assert labels == ["序号", *(one.label for one in REPAIRS.columns)]
    page = "".join(texts(render_register(fonts, asked(), HEADING, repairs(30), 30)))
    for line in sheet.iter_rows(min_row=4, max_row=33, values_only=True):
        told = dict(zip(labels, line, strict=True))
        assert isinstance(told["报修时间"], datetime)
        assert isinstance(told["实收（元）"], float | None.__class__)
        for value in line:
            words = value.strftime("%m-%d%H:%M") if isinstance(value, datetime) else value
            words = f"{value:,.2f}" if isinstance(value, float) else str(words or "")
            assert "".join(words.split()) in page
    assert sheet["G5"].value == "=HYPERLINK(1)"
    assert sheet["G5"].data_type == "s"  # words of a resident never become a formula
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.page_setup.orientation == "landscape"


def test_telephones_are_masked_unless_they_are_asked_for(fonts: PaperFonts, tmp_path: Path) -> None:
    for phones, shown in ((False, "138****6621"), (True, "13800006621")):
        (page,) = texts(render_register(fonts, asked(phones=phones), HEADING, repairs(3), 3))
        assert shown in page
        assert ("电话已遮" in page) is not phones
        path = tmp_path / f"{phones}.xlsx"
        write_register(path, asked(phones=phones), HEADING, repairs(3), 3)
        sheet = load_workbook(path).active
        assert sheet is not None
        assert sheet["E4"].value == shown


def test_a_rare_character_is_on_the_paper_as_itself(fonts: PaperFonts) -> None:
    assert RARE in texts(render_register(fonts, asked(), HEADING, repairs(3), 3))[0]


def test_it_can_be_stopped_and_leaves_no_file(fonts: PaperFonts, tmp_path: Path) -> None:
    told: list[int] = []

    def stop() -> bool:
        return len(told) > 1

    with pytest.raises(Cancelled):
        render_register(fonts, asked(), HEADING, repairs(200), 200, progress=told.append, cancelled=stop)
    assert told == [0, ROWS]
    told.clear()
    with pytest.raises(Cancelled):
        write_register(
            tmp_path / "a.xlsx", asked(), HEADING, repairs(900), 900, progress=told.append, cancelled=stop
        )  # fmt: skip
    assert list(tmp_path.glob("*.xlsx")) == []


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(DeskError, match="起始日期"):
        Asked(REPAIRS, "e/x", "2026-11-02", "2026-11-01")


# from an office


def person(world: World, role: Role = Role.CLERK) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[role].id)


@pytest.fixture
def month(world: World) -> World:
    """Some days of work: one void, one unfinished, two paid, one called back."""
    world.slip_back()
    for received, payment in ((3_000, "cash"), (5_050, "qr_code")):
        ent = world.finished(charge="paid", price_form="list", price_from_fen=3_000)
        world.take(Role.CLERK, "work_order.sign", ent, signature="self", tick="good")
        world.take(
            Role.CLERK, "work_order.slip_back", ent, due_fen=received, received_fen=received, payment=payment
        )  # fmt: skip
    world.take(Role.CLERK, "work_order.void", world.order(), void_reason="duplicate")
    world.clock.forward(minutes=1)
    world.dispatched()
    world.clock.forward(days=20)
    world.order(matter="二十天以后的事")
    return world


def test_the_sums_are_those_of_the_rows(month: World, fonts: PaperFonts, tmp_path: Path) -> None:
    one = Asked(REPAIRS, month.scope, "2026-11-18", "2026-11-19")
    path = tmp_path / "a.xlsx"
    actor, now = person(month), month.clock()
    assert making.workbook(month.database, actor, one, path, now, lambda done, count: None, lambda: False) == 5
    sheet = load_workbook(path).active
    assert sheet is not None
    cells = list(sheet.iter_rows(min_row=4, max_row=8, values_only=True))
    assert [line[0] for line in cells] == [1, 2, 3, 4, 5]
    orders = [row for row in month.rows("work_order") if row["reported_at"] < month.clock() - DAY]
    assert [line[1] for line in cells] == sorted(str(row["no"]) for row in orders)
    received = sum(row.get("received_fen") or 0 for row in orders if row["status"] != "void")
    assert received == 8_050
    assert round(sum(line[13] or 0 for line in cells) * 100) == received  # type: ignore[misc]
    assert sheet["A9"].value == "合计 5 单：已修复 3，作废 1，已派 1"
    assert "实收 ¥80.50（扫码 ¥50.50，现金 ¥30.00）" in str(sheet["A10"].value)
    pdf, count = making.paper(month.database, actor, one, fonts, now, lambda done, count: None, lambda: False)
    assert count == 5
    (page,) = texts(pdf)
    assert "合计5单：已修复3，作废1，已派1" in page
    assert "二十天以后的事" not in page
    assert full_moment(now).replace(" ", "") in page


def test_revisits_are_in_the_order_of_their_calls(world: World) -> None:
    orders = [world.slip_back() for _ in range(3)]
    world.clock.forward(days=4)
    open_ones = {str(row["about_id"]): str(row["id"]) for row in world.rows("revisit")}
    called = [one for one in orders if one in open_ones]
    assert called
    for number, order in enumerate(reversed(called)):
        world.clock.forward(minutes=1 + number)
        world.take(
            Role.CLERK, "revisit.answer", open_ones[order], satisfaction="good", call_code="answered", seconds=40,
            answers=[{"question": "修好了吗?", "answer": "yes"}], called_by="李敏",
        )  # fmt: skip
    one = Asked(REVISITS, world.scope, "2026-11-18", "2026-12-31")
    found = list(rows(world.database, person(world), one))
    assert [row["about_id"] for row in found] == list(reversed(called))
    assert total(world.database, person(world), one) == len(called)
    cells = {column.label: column.words(found[0], False) for column in REVISITS.columns}
    assert cells["受访人"] == "王秀英"
    assert cells["联系电话"] == "138****6621"
    assert cells["反馈意见"] == "A 满意"
    sums = REVISITS.sums()
    for row in found:
        sums.add(row)
    assert f"已回访 {len(called)}（A 满意 {len(called)}）；满意率（A+B） 100.0 %" in sums.words()[0]


def test_whole_numbers_that_leave_the_office_are_journalled(month: World, tmp_path: Path) -> None:
    def lines() -> list[tuple[Any, ...]]:
        return month.database.read("SELECT by, what, about FROM device_log WHERE what = ?", (making.EXPORTED,))

    for phones in (False, True):
        one = Asked(REPAIRS, month.scope, "2026-11-18", "2026-11-19", phones)
        making.workbook(
            month.database, person(month), one, tmp_path / "a.xlsx", 1, lambda done, count: None, lambda: False
        )  # fmt: skip
        assert len(lines()) == phones
    assert lines() == [(month.people[Role.CLERK].id, making.EXPORTED, f"{month.scope} repairs")]


def test_nobody_without_a_role_gets_a_register(month: World, tmp_path: Path) -> None:
    nobody = Actor("nobody", frozenset())
    one = Asked(REPAIRS, month.scope, "2026-11-18", "2026-11-19")
    with pytest.raises(NotVisible):
        making.workbook(month.database, nobody, one, tmp_path / "a.xlsx", 1, lambda done, count: None, lambda: False)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_the_command_line_writes_what_the_window_writes(month: World, tmp_path: Path, capsys: Any) -> None:
    folder = tmp_path / "office"
    folder.mkdir()
    (folder / "desk.key").write_text(KEY.hex())
    month.database.backup(folder / "desk.db")
    staff = str(month.row("staff", month.people[Role.CLERK].id)["staff_no"])

    def run(out: str, *more: str) -> int:
        days = ("--from", "2026-11-18", "--to", "2026-11-19")
        told = ["register", "--kind", "repairs", *days, "--data", str(folder), "--out", str(tmp_path / out), *more]
        return main(told)

    assert run("a.xlsx", "--staff", staff) == 0
    assert run("a.pdf", "--staff", staff) == 0
    assert "5 行" in capsys.readouterr().out
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet["A9"].value == "合计 5 单：已修复 3，作废 1，已派 1"
    assert "合计5单" in texts((tmp_path / "a.pdf").read_bytes())[0]
    for wrong, words in ((("--staff", "nobody"), "没有工号"), (("--staff", staff, "--estate", "别处"), "没有小区")):
        assert run("b.xlsx", *wrong) == 1
        assert words in capsys.readouterr().err
    assert not (tmp_path / "b.xlsx").exists()


def test_an_order_that_was_paid_in_two_forms_is_summed_by_both() -> None:
    sums = REPAIRS.sums()
    takings = [{"payment": "cash", "amount_fen": 3000}, {"payment": "qr_code", "amount_fen": 1500}]
    sums.add({"status": "slip_back", "received_fen": 4500, "payment": "qr_code", "takings": takings})
    sums.add({"status": "slip_back", "received_fen": 500, "payment": "card"})
    assert "实收 ¥50.00（现金 ¥30.00，扫码 ¥15.00，刷卡 ¥5.00）" in sums.words()[1]
