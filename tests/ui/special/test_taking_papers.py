"""Receipts through the preview's own steps: numbered before the paper, counted when it is out, marked when again."""

import pytest

from desk.domain.errors import DeskError
from desk.domain.roles import Role
from desk.paths import RESOURCES
from desk.services.slips.record import SlipFormat
from desk.ui.papers import Where
from desk.ui.printing import Profile
from desk.ui.special.takings.papers import DayPapers, MissingPapers, ReceiptPapers
from reports.fonts import PaperFonts
from reports.preview import Pages
from tests.world import World


def where(world: World) -> Where:
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    return Where(world.database, actor, world.scope, world.office.settings(world.database, world.scope), world.clock())


def taken(world: World, **values: object) -> str:
    told = {"order_id": world.order(), "where": "3-2-1801", "payer": "王秀英", "amount_fen": 3000, "payment": "cash"}
    return world.take(Role.CLERK, "taking.take", None, **{**told, **values})


def text(pdf: bytes) -> str:
    with Pages(pdf) as pages:
        return "\n".join(pages.text(number) for number in range(len(pages)))


def test_a_receipt_is_numbered_before_the_paper_and_marked_when_it_is_printed_again(world: World) -> None:
    fonts, ent = PaperFonts.load(RESOURCES / "fonts"), taken(world)
    asked = ReceiptPapers(ids=(ent,))
    papers = asked.read(where(world))
    world.changed(Role.CLERK, *papers.issue(world.scope, SlipFormat.A5, world.clock()))
    papers = asked.read(where(world))
    number = str(world.row("taking", ent)["receipt_no"])
    assert papers.issue(world.scope, SlipFormat.A5, world.clock()) == []
    assert papers.heading == f"打印收据 {number}"
    printed = text(papers.render(fonts, Profile(), world.clock()))
    assert f"No. {number}" in printed
    assert "补打" not in printed
    assert "copies" not in world.row("taking", ent)  # a jam is no print
    world.changed(Role.CLERK, *papers.out(world.scope, {0}, Profile(), "李敏"))
    again = asked.read(where(world))
    assert again.heading == f"补打收据 {number}"
    assert "补打 第 2 次打印" in text(again.render(fonts, Profile(), world.clock()))
    assert again.out(world.scope, set(), Profile(), "李敏") == []


def test_a_void_one_says_so_and_is_not_counted(world: World) -> None:
    ent = taken(world, receipt_no="0012")
    world.take(Role.CLERK, "taking.void", ent, void_reason="spoilt")
    papers = ReceiptPapers(ids=(ent,)).read(where(world))
    assert papers.made[0].marked == "作废"
    assert papers.out(world.scope, {0}, Profile(), "李敏") == []


def test_the_days_paper_and_the_missing_list_are_read_for_the_preview(world: World) -> None:
    fonts = PaperFonts.load(RESOURCES / "fonts")
    taken(world)
    day = DayPapers(day_on="2026-11-18").read(where(world))
    assert day.file_name == "日结单-2026-11-18"
    assert "¥30.00" in text(day.render(fonts, Profile(), world.clock()))
    with pytest.raises(DeskError, match="没有缺单"):
        MissingPapers().read(where(world))
    order = world.dispatched()
    slip = world.take(Role.CLERK, "slip.issue", order_id=order, no="W1A-0009", copy_no=1, crew="水电班")
    world.take(Role.CLERK, "slip.print", slip)
    world.clock.forward(days=8)
    assert "项目经理" in text(MissingPapers().read(where(world)).render(fonts, Profile(), world.clock()))


def test_nothing_to_print_is_said(world: World) -> None:
    with pytest.raises(DeskError, match="没有要打印的收据"):
        ReceiptPapers(ids=("00000000-0000-0000-0000-000000000000",)).read(where(world))
