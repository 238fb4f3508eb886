"""What stands in the workbook: a sheet of settings and one for every list, in the words of the screen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desk.domain.effects import GROUPS, effect, group_of
from desk.domain.lists import OFF, YES, Cells, Level, ListColumn, ListFacts, ListKind, Lists
from desk.domain.office_lists import CREWS, OFFICE_LISTS
from desk.domain.office_settings import ALL_SETTINGS
from desk.domain.settings import Settings
from desk.services.settings.keeping import Words, texts

SETTINGS_SHEET = "规则"
KEY, LABEL, VALUE, UNIT, USUAL, WHOSE, DOES = "编号", "设置项", "值", "单位", "默认", "现在是谁的", "会怎样"
TITLES = (KEY, LABEL, VALUE, UNIT, USUAL, WHOSE, DOES)
NOTES_SHEET = "说明"
NOTES = (
    "改好以后在“设置·导入导出”里选这个文件, 先看预览, 确认后才写入.",
    "“规则”一张只读“编号”和“值”两列; 别的列是给人看的.",
    "其余每张是一张表, 一行一条. 要加一行就写在最后; 不用的一行在“停用”列写是. 没有写在文件里的行不动.",
    "几个词用顿号隔开: 滴水、关不严. 几句话用；隔开. 收费写成: 公共区域 无偿；有偿 30-50（料另计）.",
    "同一个文件导入两次, 第二次什么都不改.",
)


@dataclass(frozen=True)
class SheetOut:
    """One sheet to be written: `choices` are the words a column may hold, `wide` columns hold much."""

    name: str
    titles: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wide: frozenset[str] = frozenset()


def key_title(facts: ListFacts) -> str:
    return facts.key.label if facts.key is not None else KEY


def workbook(settings: Settings, company: Words, estate: Words, lists: Lists, crews: Words) -> list[SheetOut]:
    """Everything in force, the notes first."""
    notes = SheetOut(NOTES_SHEET, ("怎样填",), [(words,) for words in NOTES], wide=frozenset({"怎样填"}))
    return [notes, _settings(settings, company, estate), *(_list(facts, lists, crews) for facts in OFFICE_LISTS)]


def _settings(settings: Settings, company: Words, estate: Words) -> SheetOut:
    ours, theirs = texts(estate), texts(company)
    rows = []
    for group in GROUPS:
        for fact in ALL_SETTINGS:
            if group_of(fact.key) is group:
                level = Level.ESTATE if fact.key in ours else Level.COMPANY if fact.key in theirs else Level.DEFAULT
                rows.append((fact.key, fact.label, settings.text(fact.key), fact.unit, fact.default, level.label,
                             effect(fact, settings)))  # fmt: skip
    return SheetOut(SETTINGS_SHEET, TITLES, rows, wide=frozenset({LABEL, VALUE, DOES}))


def _list(facts: ListFacts, lists: Lists, crews: Words) -> SheetOut:
    known: Mapping[str, Cells] = lists.every(facts.name)
    if facts.name == CREWS:
        known = {key.partition("/")[2]: said[-1].cells for key, said in crews.items()}
    titles = (key_title(facts), *(column.label for column in facts.all_columns), WHOSE)
    rows = [
        (
            code,
            *(_shown(column, cells, lists) for column in facts.all_columns),
            (Level.ESTATE if facts.name == CREWS else lists.level(facts.name, code)).label,
        )
        for code, cells in known.items()
    ]
    choices = {column.label: words for column in facts.all_columns if (words := _choices(column))}
    wide = frozenset(column.label for column in facts.columns if column.limit >= 400 and not _choices(column))
    return SheetOut(facts.label, titles, rows, choices, wide - {"名称"})


def _shown(column: ListColumn, cells: Cells, lists: Lists) -> str:
    if column.name == OFF:
        return "是" if cells.get(OFF) == YES else ""
    return column.shown(cells.get(column.name, ""), lists)


def _choices(column: ListColumn) -> tuple[str, ...]:
    if column.kind is ListKind.FLAG:
        return ("是", "否")
    return () if column.kind is ListKind.CODES else tuple(one.label for one in column.codes)
