"""The repair tree and who goes: the office's own data, read from resources into frozen facts."""

import re
from dataclasses import dataclass
from pathlib import Path

from desk.domain.calendar import Span
from desk.domain.code import Code
from desk.domain.list_codes import ChargeRule as ChargeRule
from desk.domain.list_codes import WhoseArea as WhoseArea
from desk.domain.rows import Row, read_rows
from desk.services.work_orders.record import Area, Charge, PriceForm, Urgency


class CrewKind(Code):
    OWN = "own", "工程班组"
    SERVICE = "service", "保洁绿化秩序"
    OUTSIDE = "outside", "外单位"
    PERSON = "person", "由人指派"


@dataclass(frozen=True, slots=True)
class Charging:
    """One way of charging; `where` limits it to public area or owner's own, None fits both. Money in fen."""

    rule: ChargeRule
    words: str
    where: Area | None
    low_fen: int
    high_fen: int
    each_fen: int
    each: str

    @property
    def charge(self) -> Charge:
        return {
            ChargeRule.FREE: Charge.FREE,
            ChargeRule.WARRANTY_FIRST: Charge.WARRANTY,
            ChargeRule.HAND_OVER: Charge.CONTRACTOR,
        }.get(self.rule, Charge.PAID)

    @property
    def price_form(self) -> PriceForm | None:
        """What "agreed before dispatch" means here; None where nothing is to be agreed."""
        if self.charge != Charge.PAID:
            return None
        if not self.high_fen:
            return PriceForm.ON_SITE
        return PriceForm.LIST if self.low_fen == self.high_fen else PriceForm.RANGE


@dataclass(frozen=True, slots=True)
class Lift:
    """Words that make one problem urgent, under the name the tree gives the case."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UrgentWord:
    """A word that makes any order urgent; `all_of` asks for one word of every list instead."""

    name: str
    words: tuple[str, ...]
    without: tuple[str, ...]
    all_of: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of the tree. `respond_minutes` and `minutes` are 0 where the tree says nothing."""

    code: str
    category: str
    name: str
    words: tuple[str, ...]
    things: tuple[str, ...]
    near: tuple[str, ...]
    signs: tuple[str, ...]
    sure: tuple[str, ...]
    against: tuple[str, ...]
    places: tuple[str, ...]
    urgency: Urgency
    lifts: tuple[Lift, ...]
    area: WhoseArea
    charges: tuple[Charging, ...]
    crews: tuple[str, ...]
    contractor: str
    skills: tuple[str, ...]
    minutes: int
    respond_minutes: int
    tools: tuple[str, ...]
    precautions: tuple[str, ...]
    script: str

    @property
    def label(self) -> str:
        return f"{self.category}·{self.name}"

    def charging(self, area: Area) -> Charging:
        return next(each for each in self.charges if each.where in (None, area))


@dataclass(frozen=True, slots=True)
class CrewFacts:
    code: str
    name: str
    kind: CrewKind
    does: str


@dataclass(frozen=True, slots=True)
class Wish:
    """The digit a clerk presses for a time; days_ahead -1: the day is typed. `within` is the part of that day, in
    minutes of the day, the window must begin in; None: the next free window.
    """

    digit: str
    name: str
    days_ahead: int
    within: Span | None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything the intake and the dispatch pane suggest from."""

    groups: dict[str, str]
    problems: dict[str, Problem]
    urgent_words: tuple[UrgentWord, ...]
    denied_by: tuple[str, ...]
    not_denied_by: tuple[str, ...]
    crews: dict[str, CrewFacts]
    skills: dict[str, str]
    wishes: tuple[Wish, ...]
    for_two: frozenset[str] = frozenset()  # skills whose work nobody does alone

    def by_digits(self, digits: str) -> tuple[Problem, ...]:
        """Problems whose code begins with what was typed so far, in the order of the tree."""
        return tuple(problem for code, problem in self.problems.items() if code.startswith(digits))


def load_catalogue(folder: Path) -> Catalogue:
    """Read problems.toml, crews.toml and wishes.toml of `folder`; DeskError names the file and the row."""
    crews, skills, for_two = _crews(read_rows(folder / "crews.toml"))
    tree = read_rows(folder / "problems.toml")
    groups = {}
    for row in tree.rows("group", at_least=1):
        groups[row.text("digit")] = row.text("name")
        row.done()
    problems: dict[str, Problem] = {}
    for row in tree.rows("problem", at_least=1):
        problem = _problem(row)
        _check(row, problem, groups, problems, crews, skills)
        problems[problem.code] = problem
    urgent = tree.row("urgent")
    words = tuple(_urgent_word(row) for row in urgent.rows("word"))
    denied, not_denied = urgent.texts("denied_by", ()), urgent.texts("not_denied_by", ())
    urgent.done()
    tree.done()
    wishes = _wishes(read_rows(folder / "wishes.toml"))
    return Catalogue(groups, problems, words, denied, not_denied, crews, skills, wishes, for_two)


def _problem(row: Row) -> Problem:
    problem = Problem(
        code=row.text("code"),
        category=row.text("category"),
        name=row.text("name"),
        words=row.texts("words"),
        things=row.texts("things"),
        near=row.texts("near", ()),
        signs=row.texts("signs"),
        sure=row.texts("sure", ()),
        against=row.texts("against", ()),
        places=row.texts("places", ()),
        urgency=row.choice("urgency", Urgency),
        lifts=tuple(Lift(each.text("name"), each.texts("words")) for each in row.rows("lift")),
        area=row.choice("area", WhoseArea),
        charges=tuple(_charging(each) for each in row.rows("charges", at_least=1)),
        crews=row.texts("crews"),
        contractor=row.text("contractor", ""),
        skills=row.texts("skills", ()),
        minutes=row.number("minutes", 0),
        respond_minutes=row.number("respond_minutes", 0),
        tools=row.texts("tools"),
        precautions=row.texts("precautions", ()),
        script=row.text("script", ""),
    )
    row.done()
    return problem


def _charging(row: Row) -> Charging:
    where = row.text("where", "")
    area = Area.of(where)
    if where and area is None:
        raise row.wrong(f"where 只能是 public own, 现为 {where}")
    rule = row.choice("form", ChargeRule)
    low, high = row.number("low_fen", 0), row.number("high_fen", 0)
    if not 0 <= low <= high:
        raise row.wrong("价格区间应从低到高")
    charging = Charging(rule, row.text("words"), area, low, high, row.number("each_fen", 0), row.text("each", ""))
    row.done()
    return charging


def _check(
    row: Row,
    problem: Problem,
    groups: dict[str, str],
    before: dict[str, Problem],
    crews: dict[str, CrewFacts],
    skills: dict[str, str],
) -> None:
    if len(problem.code) != 2 or not problem.code.isdecimal() or problem.code[0] not in groups:
        raise row.wrong("code 应为两位数字, 第一位是已有的类")
    if problem.code in before:
        raise row.wrong("code 重复")
    unknown = [each for each in (*problem.crews, problem.contractor) if each and each not in crews]
    if unknown:
        raise row.wrong(f"班组或外单位 {' '.join(unknown)} 不在 crews.toml 中")
    if not problem.crews and not problem.contractor:
        raise row.wrong("crews 与 contractor 不能都空")
    unknown = [each for each in problem.skills if each not in skills]
    if unknown:
        raise row.wrong(f"技能 {' '.join(unknown)} 不在 crews.toml 中")
    for area in Area:
        if not any(each.where in (None, area) for each in problem.charges):
            raise row.wrong(f"charges 缺少{area.label}的收费方式")


def _urgent_word(row: Row) -> UrgentWord:
    name = row.text("name")
    all_of = row.text_lists("all")
    words = () if all_of else (name, *row.texts("also", ()))
    word = UrgentWord(name, words, row.texts("except", ()), all_of)
    row.done()
    return word


def _crews(file: Row) -> tuple[dict[str, CrewFacts], dict[str, str], frozenset[str]]:
    skills: dict[str, str] = {}
    for_two = set()
    for row in file.rows("skill", at_least=1):
        skills[row.text("code")] = row.text("name")
        if row.number("people", 1) > 1:
            for_two.add(row.text("code"))
        row.done()
    crews: dict[str, CrewFacts] = {}
    for row in file.rows("crew", at_least=1):
        crew = CrewFacts(row.text("code"), row.text("name"), row.choice("kind", CrewKind), row.text("does", ""))
        if crew.code in crews:
            raise row.wrong("code 重复")
        crews[crew.code] = crew
        row.done()
    file.done()
    return crews, skills, frozenset(for_two)


def _wishes(file: Row) -> tuple[Wish, ...]:
    starts: dict[str, int] = {}
    for row in file.rows("part", at_least=1):
        clock = row.text("starts")
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", clock):
            raise row.wrong("starts 应写作 06:00")
        starts[row.text("code")] = int(clock[:2]) * 60 + int(clock[3:])
        row.done()
    ends = [*list(starts.values())[1:], 24 * 60]
    if list(starts.values()) != sorted(starts.values()):
        raise file.wrong("part 应按时间先后写")
    parts = {code: (begin, end) for (code, begin), end in zip(starts.items(), ends, strict=True)}
    wishes: list[Wish] = []
    for row in file.rows("wish", at_least=1):
        part = row.text("part")
        if part and part not in parts:
            raise row.wrong(f"part {part} 不在 part 各行中")
        wishes.append(Wish(row.text("digit"), row.text("name"), row.number("days_ahead"), parts.get(part)))
        row.done()
    file.done()
    return tuple(wishes)
