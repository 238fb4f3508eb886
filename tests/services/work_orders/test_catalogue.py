"""The repair tree is complete, and a slip of the pen in it is named."""

import shutil
from pathlib import Path

import pytest

from desk.domain.errors import DeskError
from desk.services.work_orders.catalogue import Catalogue, ChargeRule, WhoseArea, load_catalogue
from desk.services.work_orders.record import Area, Charge, PriceForm, Urgency

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "resources" / "catalogue"
COUNTER = ROOT.parent / "shared" / "counter.md"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(FOLDER)


def rows_of_the_counter() -> list[list[str]]:
    if not COUNTER.exists():
        pytest.skip("the practice notes (../shared/counter.md) are not beside this checkout")
    section = COUNTER.read_text("utf-8").split("## 5.4")[1].split("Urgency words")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if line.startswith("| ")]
    return [row for row in rows if row[0].isdecimal()]


def test_every_row_of_the_tree_is_there_with_its_words(catalogue: Catalogue) -> None:
    rows = rows_of_the_counter()
    assert [row[0] for row in rows] == list(catalogue.problems)
    for code, label, words, urgency, *_rest in rows:
        problem = catalogue.problems[code]
        assert (problem.label if code != "00" else problem.name) == label
        for word in words.split():
            said = (*problem.words, *(each for lift in problem.lifts for each in lift.words))
            assert word.split("=")[0] in said, f"{code} {word}"
        assert (problem.urgency == Urgency.URGENT) == ("**" in urgency or urgency == "紧急"), code
        assert (problem.urgency == Urgency.PLANNED) == (urgency == "计划"), code
        assert bool(problem.lifts) == ("=紧急" in urgency or "紧急(" in urgency), code


def test_areas_minutes_crews_and_tools_of_the_tree(catalogue: Catalogue) -> None:
    areas = {"公共": "public", "自有": "own", "看位置": "by_place", "关联两户": "two_homes", "外单位": "outside"}
    for code, _label, _words, _urgency, area, charge, crew, minutes, tools in rows_of_the_counter():
        problem = catalogue.problems[code]
        assert problem.area.value == areas[area], code
        assert problem.minutes == (int(minutes) if minutes.isdecimal() else 0), code
        names = [catalogue.crews[each].name for each in problem.crews]
        for part in crew.split("(")[0].split("+"):
            assert part == "-" or any(part.rstrip("分") in name for name in names) or problem.contractor, (code, part)
        if tools not in ("-", "核实身份") and "话术" not in tools:
            assert list(problem.tools) == tools.split(" (")[0].split(), code
        if "话术" in tools:
            assert problem.script, code
        if "无偿" in charge and "有偿" not in charge:
            assert Charge.FREE in {problem.charging(each).charge for each in Area}, code
        if charge.startswith("转"):
            assert problem.charges[0].rule == ChargeRule.HAND_OVER, code
            assert problem.contractor, code


@pytest.mark.parametrize(
    ("code", "area", "charge", "form", "low", "high"),
    [
        ("11", Area.OWN, Charge.PAID, PriceForm.RANGE, 3000, 5000),
        ("18", Area.OWN, Charge.PAID, PriceForm.LIST, 4000, 4000),
        ("12", Area.OWN, Charge.PAID, PriceForm.ON_SITE, 0, 0),
        ("12", Area.PUBLIC, Charge.FREE, None, 0, 0),
        ("13", Area.OWN, Charge.PAID, PriceForm.RANGE, 8000, 15000),
        ("13", Area.PUBLIC, Charge.FREE, None, 0, 0),
        ("15", Area.OWN, Charge.PAID, PriceForm.ON_SITE, 0, 0),
        ("41", Area.OWN, Charge.WARRANTY, None, 0, 0),
        ("26", Area.OWN, Charge.CONTRACTOR, None, 0, 0),
    ],
)
def test_a_charge_says_what_must_be_agreed(
    catalogue: Catalogue, code: str, area: Area, charge: Charge, form: PriceForm | None, low: int, high: int
) -> None:
    charging = catalogue.problems[code].charging(area)
    assert (charging.charge, charging.price_form, charging.low_fen, charging.high_fen) == (charge, form, low, high)


def test_crews_skills_and_wishes(catalogue: Catalogue) -> None:
    names = {crew.name for crew in catalogue.crews.values()}
    assert names >= {"水电班", "综合班", "弱电班", "工程值班", "电梯维保", "燃气公司", "供电", "自来水", "宽带"}
    assert names >= {"消防维保", "开发商维修", "保洁", "绿化", "秩序"}
    assert set(catalogue.skills.values()) == {"电工证(低压)", "高空证", "焊工/动火", "疏通", "锁具"}
    assert [wish.name for wish in catalogue.wishes] == ["尽快", "今天下午", "今晚", "明天上午", "明天下午", "另约"]
    assert [wish.digit for wish in catalogue.wishes] == list("123456")
    assert [wish.within for wish in catalogue.wishes][:4] == [None, (720, 1080), (1080, 1440), (360, 720)]
    assert catalogue.problems["51"].respond_minutes == 1
    assert catalogue.problems["15"].area == WhoseArea.TWO_HOMES


def test_two_digits_walk_the_tree(catalogue: Catalogue) -> None:
    assert [problem.code for problem in catalogue.by_digits("5")] == ["51", "52", "53"]
    assert [problem.name for problem in catalogue.by_digits("11")] == ["龙头漏水"]
    assert catalogue.by_digits("99") == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("problems.toml", 'urgency = "planned"', 'urgency = "soon"', "urgency 只能是"),
        ("problems.toml", "low_fen = 3000, high_fen = 5000", "low_fen = 6000, high_fen = 5000", "从低到高"),
        ("problems.toml", 'crews = ["greening"]', 'crews = ["gardeners"]', "gardeners 不在 crews.toml"),
        ("problems.toml", 'skills = ["drain"]', 'skills = ["drains"]', "drains 不在 crews.toml"),
        ("problems.toml", 'code = "12"', 'code = "11"', "code 重复"),
        ("problems.toml", "minutes = 15", 'minutes = "15"', "minutes 应为整数"),
        ("problems.toml", "minutes = 15", "minuets = 15", "不认识的项 minuets"),
        ("problems.toml", 'things = ["插座"', 'things = ["", "插座"', "things 应为一列文字"),
        ("problems.toml", 'code = "26"', 'code = "26', "写法有误"),
        (
            "problems.toml",
            'charges = [{ form = "hand_over", words = "转供电" }]',
            "charges = []",
            "charges 至少要有 1 行",
        ),
        ("wishes.toml", 'starts = "12:00"', 'starts = "12.00"', "starts 应写作"),
        ("wishes.toml", 'part = "evening"', 'part = "midnight"', "part midnight 不在"),
        ("crews.toml", 'kind = "service"', 'kind = "servants"', "kind 只能是"),
    ],
)
def test_a_slip_of_the_pen_is_named(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalogue")
    path = tmp_path / "catalogue" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DeskError) as refused:
        load_catalogue(tmp_path / "catalogue")
    assert file in refused.value.message
    assert says in refused.value.message
    assert refused.value.advice


def test_the_row_of_a_bad_value_is_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "catalogue")
    path = tmp_path / "catalogue" / "problems.toml"
    path.write_text(path.read_text("utf-8").replace("minutes = 15", 'minutes = "15"'), "utf-8")
    with pytest.raises(DeskError, match=r"problem 第 13 行 \(25\)"):
        load_catalogue(tmp_path / "catalogue")


def test_a_missing_or_foreign_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="找不到设置文件"):
        load_catalogue(tmp_path)
    shutil.copytree(FOLDER, tmp_path / "catalogue")
    path = tmp_path / "catalogue" / "crews.toml"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    with pytest.raises(DeskError, match="不是 UTF-8"):
        load_catalogue(tmp_path / "catalogue")
