"""What the office has written over the program's own revisit lists."""

import pytest

from desk.domain.lists import Layer, Level, Lists
from desk.domain.office_lists import CALLS, SCRIPTS, SOURCES
from desk.paths import RESOURCES
from desk.services.revisits.in_force import in_force
from desk.services.revisits.listed import default_rows
from desk.services.revisits.record import CallCode
from desk.services.revisits.sources import Next, RevisitSettings, load_revisit_settings

TABLE = load_revisit_settings(RESOURCES / "catalogue")


def with_rows(*layers: tuple[Level, Layer]) -> RevisitSettings:
    return in_force(TABLE, Lists(lambda: (default_rows(TABLE), layers)))


def test_where_nothing_was_written_nothing_changes() -> None:
    assert with_rows() == TABLE
    assert in_force(TABLE, Lists(lambda: ({}, ()))) == TABLE


def test_the_estates_words_go_before_the_companys() -> None:
    company: Layer = {
        SOURCES: {"public": {"questions": "修好了吗?"}, "paid": {"questions": "价钱对吗?", "rated": "yes"}}
    }
    estate: Layer = {SOURCES: {"public": {"questions": "恢复了吗?；灯亮吗?", "rated": "yes", "by": "supervisor"}}}
    found = with_rows((Level.COMPANY, company), (Level.ESTATE, estate)).sources
    assert found["public"].questions == ("恢复了吗?", "灯亮吗?")
    assert found["public"].by == "supervisor"
    assert found["paid"].questions == ("价钱对吗?",)
    assert found["rework"] == TABLE.sources["rework"]


def test_a_window_and_a_rate() -> None:
    said: Layer = {SOURCES: {"fresh": {"questions": "新鲜吗?", "from_day": "0", "to_day": "3", "percent": "12"}}}
    fresh = with_rows((Level.COMPANY, said)).sources["fresh"]
    assert (fresh.days, fresh.percent, fresh.rated) == ((0, 3), 12, True)


@pytest.mark.parametrize(
    ("questions", "keys"),
    [
        ("修好了吗?；有没有说明原因和注意事项?；收费与约定一致吗?", 2),
        ("修好了吗?；有没有说明原因和注意事项?", 2),
        ("修好了吗?；收费与约定一致吗?", 2),
    ],
)
def test_what_is_asked_in_one_breath_stays_together_while_both_are_asked(questions: str, keys: int) -> None:
    said: Layer = {SOURCES: {"repair": {"questions": questions, "only_paid": "收费与约定一致吗?"}}}
    assert len(with_rows((Level.ESTATE, said)).sources["repair"].by_key(paid=True)) == keys


def test_call_results_and_words() -> None:
    said: Layer = {
        CALLS: {"cut": {"digit": "9", "name": "断了", "next": "next_part"}},
        SCRIPTS: {"rating_question": {"name": "x", "text": "您满意吗?"}},
    }
    found = with_rows((Level.COMPANY, said))
    assert (found.results[CallCode.CUT].name, found.results[CallCode.CUT].next) == ("断了", Next.NEXT_PART)
    assert found.results[CallCode.CUT].minutes == 0
    assert (found.rating_question, found.script) == ("您满意吗?", TABLE.script)


def test_a_paid_repair_takes_no_key_more() -> None:
    repair = TABLE.sources["repair"]
    assert len(repair.asked(paid=True)) == 4
    assert len(repair.by_key(paid=True)) == len(repair.by_key(paid=False)) == 3
    assert repair.by_key(paid=True)[1] == ("有没有说明原因和注意事项?", "收费与约定一致吗?")
