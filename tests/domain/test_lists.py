"""Lists as data: what a cell may hold, whose word is in force, and what is refused in words."""

from collections.abc import Mapping

import pytest

from desk.domain import list_cells
from desk.domain.errors import DeskError
from desk.domain.list_codes import Area, ChargeRule
from desk.domain.lists import OFF, YES, Cells, Layer, Level, ListFacts, Lists, check_row
from desk.domain.office_lists import CALLS, OFFICE_LISTS, PROBLEMS, SCRIPTS, SKILLS, SOURCES, list_facts
from tests.world import own_lists

OWN = own_lists()


def lists(company: Layer | None = None, estate: Layer | None = None) -> Lists:
    return Lists(lambda: (OWN, [(Level.COMPANY, company or {}), (Level.ESTATE, estate or {})]))


def refused(name: str, code: str, change: Mapping[str, str], over: Lists | None = None) -> str:
    facts = list_facts(name)
    assert facts is not None
    there = OWN[name].get(code) or OWN[name][next(iter(OWN[name]))]
    try:
        check_row(facts, code, {**there, **change}, over or lists())
    except DeskError as error:
        return f"{error.field}: {error.message} {error.advice or '没有说该怎么办'}"
    return ""


class TestCells:
    @pytest.mark.parametrize(
        ("text", "charges"),
        [
            ("无偿", [(ChargeRule.FREE, None, 0, 0)]),
            ("有偿 30-50", [(ChargeRule.PAID, None, 3000, 5000)]),
            ("有偿 40.5元（换垫片）", [(ChargeRule.PAID, None, 4050, 4050)]),
            ("公共区域 无偿；业主自有 有偿 80～150 元",
             [(ChargeRule.FREE, Area.PUBLIC, 0, 0), (ChargeRule.PAID, Area.OWN, 8000, 15000)]),
        ],
    )  # fmt: skip
    def test_charges_as_people_write_them(self, text: str, charges: list[object]) -> None:
        found = list_cells.charges_of(text)
        assert [(one.rule, one.where, one.low_fen, one.high_fen) for one in found] == charges
        assert list_cells.charges_of(list_cells.charges_text(found)) == found

    @pytest.mark.parametrize(
        ("text", "why"),
        [("收钱 30", "看不懂"), ("有偿 50-30", "从低到高"), ("无偿 30", "不写价格"), ("有偿 三十", "看不懂")],
    )
    def test_a_bad_price_is_refused(self, text: str, why: str) -> None:
        with pytest.raises(DeskError, match=why):
            list_cells.charges_of(text)

    def test_a_price_by_the_piece(self) -> None:
        (one,) = list_cells.charges_of("有偿 40 每孔10（安装 40 元, 打孔 10 元/孔）")
        assert (one.each, one.each_fen, one.words) == ("孔", 1000, "安装 40 元, 打孔 10 元/孔")

    def test_words_and_sentences(self) -> None:
        assert list_cells.words_of(" 滴水、关不严,滴水 漏 ") == ("滴水", "关不严", "漏")
        assert list_cells.sentences_of("修好了吗?; 鞋套、人走场净吗?；\n") == ("修好了吗?", "鞋套、人走场净吗?")
        assert list_cells.lifts_of("反水: 倒灌、冒水；老人：奶奶") == (("反水", ("倒灌", "冒水")), ("老人", ("奶奶",)))
        with pytest.raises(DeskError):
            list_cells.lifts_of("反水 倒灌")


class TestOwnRows:
    @pytest.mark.parametrize("facts", OFFICE_LISTS, ids=lambda facts: facts.name)
    def test_the_programs_rows_stand_and_are_typed_again_as_they_are_shown(self, facts: ListFacts) -> None:
        known = lists()
        for code, cells in OWN[facts.name].items():
            check_row(facts, code, cells, known)
            for column in facts.columns:
                text = cells.get(column.name, "")
                assert column.stored(column.shown(text, known), known) == text, (code, column.name)


class TestInForce:
    def test_the_estates_row_goes_before_the_companys_row_by_row(self) -> None:
        mine: Cells = {**OWN[PROBLEMS]["11"], "name": "水龙头"}
        theirs: Cells = {**OWN[PROBLEMS]["11"], "name": "龙头"}
        more: Cells = {**OWN[PROBLEMS]["12"], "name": "爆管"}
        held = lists({PROBLEMS: {"11": theirs, "12": more}}, {PROBLEMS: {"11": mine}})
        rows = held.rows(PROBLEMS)
        assert [rows[code]["name"] for code in ("11", "12", "13")] == ["水龙头", "爆管", "下水堵塞"]
        assert [held.level(PROBLEMS, code) for code in ("11", "12", "13")] == [
            Level.ESTATE, Level.COMPANY, Level.DEFAULT,
        ]  # fmt: skip
        assert held.below(Level.ESTATE, PROBLEMS, "11") == theirs
        assert held.below(Level.COMPANY, PROBLEMS, "11") == OWN[PROBLEMS]["11"]

    def test_a_new_row_stands_behind_its_kind_and_one_out_of_use_is_kept(self) -> None:
        new: Cells = {**OWN[PROBLEMS]["11"], "name": "泳池漏水"}
        held = lists({PROBLEMS: {"19": new, "91": {**OWN[PROBLEMS]["91"], OFF: YES}}})
        codes = list(held.rows(PROBLEMS))
        assert codes[codes.index("18") + 1] == "19"
        assert "91" not in codes
        assert "91" in held.every(PROBLEMS)

    def test_a_column_a_row_does_not_know_is_the_weaker_ones(self) -> None:
        held = lists({PROBLEMS: {"11": {"name": "龙头"}}})
        assert held.rows(PROBLEMS)["11"]["category"] == OWN[PROBLEMS]["11"]["category"]

    def test_as_it_would_be(self) -> None:
        would = lists().with_row(Level.ESTATE, SKILLS, "潜水", {"name": "潜水"})
        assert "潜水" in would.rows(SKILLS)
        assert "潜水" not in would.with_row(Level.ESTATE, SKILLS, "潜水", None).rows(SKILLS)


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "code", "change", "why"),
        [
            (PROBLEMS, "11", {}, ""),
            (PROBLEMS, "11", {"crews": "泳池班"}, "没有“泳池班”"),
            (PROBLEMS, "11", {"skills": "潜水"}, "没有“潜水”"),
            (PROBLEMS, "11", {"urgency": "马上"}, "只能是"),
            (PROBLEMS, "11", {"charges": "有偿 50-30"}, "从低到高"),
            (PROBLEMS, "11", {"charges": "公共区域 无偿"}, "没有写业主自有怎么收"),
            (PROBLEMS, "11", {"crews": "", "contractor": ""}, "没有人去"),
            (PROBLEMS, "11", {"contractor": "gas_company、power_company"}, "只能写一个"),
            (PROBLEMS, "11", {"minutes": "2000"}, "0 到 1440"),
            (PROBLEMS, "11", {"name": ""}, "还没有填"),
            (PROBLEMS, "1", {}, "两位数字"),
            (PROBLEMS, "1x", {}, "两位数字"),
            (PROBLEMS, "00", {OFF: YES}, "不能停用"),
            (PROBLEMS, "91", {OFF: YES}, ""),
            (CALLS, "busy", {"digit": "2"}, "已经用在“无人接”"),
            (CALLS, "busy", {"digit": "0"}, "1 到 9"),
            (CALLS, "busy", {"minutes": ""}, "必须填"),
            (CALLS, "no_answer", {"minutes": "20"}, "必须填"),
            (SOURCES, "complaint", {"from_day": "5"}, "起晚于止"),
            (SOURCES, "complaint", {"percent": ""}, "一起填"),
            (SOURCES, "repair", {"only_paid": "贵不贵?"}, "不在要问的问题里"),
            (SCRIPTS, "script", {"text": "您好"}, "{问题}"),
            (SCRIPTS, "script", {"text": "{姓名}您好 {问题} {评价}"}, "不认识 {姓名}"),
        ],
    )
    def test_a_row_that_cannot_stand(self, name: str, code: str, change: dict[str, str], why: str) -> None:
        said = refused(name, code, change)
        assert (why in said and "没有说" not in said) if why else said == ""

    def test_a_row_may_name_a_crew_the_estate_has_made(self) -> None:
        made = lists(estate={"crews": {"泳池班": {"name": "泳池班"}}})
        assert refused(PROBLEMS, "11", {"crews": "泳池班"}, made) == ""

    def test_a_digit_is_free_again_when_its_row_has_another(self) -> None:
        moved = lists(estate={CALLS: {"no_answer": {**OWN[CALLS]["no_answer"], "digit": "0"}}})
        assert refused(CALLS, "busy", {"digit": "2"}, moved) == ""
