"""What the sample office has changed for itself in its first year: company rules, an estate's own, rows of lists.

Nothing here decides an order of the year's history: these are words the screens read.
"""

from collections.abc import Mapping

from desk.domain.calendar import add_days, at
from desk.domain.lists import Cells
from desk.domain.office_lists import PROBLEMS, SKILLS
from desk.domain.roles import Actor
from desk.sample.founding import COMPANY, Founded, id_of
from desk.services.work_orders.catalogue import Catalogue
from desk.services.work_orders.listed import default_rows
from desk.store.bulk import Chronicle
from desk.store.listed import stored_cells

HEAD, CUIHU, JINXIU = "林婉清", "陈国平", "高志强"  # who keeps the words of the company and of the two estates
POOL = "泳池水质员"

# estate (empty: the company), who, key, and each value with the days it was written before today
SETTINGS: tuple[tuple[str, str, str, tuple[tuple[int, str], ...]], ...] = (
    ("", HEAD, "desk.lock_minutes", ((320, "5"), (301, "8"))),
    ("", HEAD, "revisit.short_seconds", ((320, "15"),)),
    ("", HEAD, "revisit.check_percent", ((200, "5"),)),
    ("cuihu", CUIHU, "desk.lock_minutes", ((120, "12"), (96, "10"))),
    ("cuihu", CUIHU, "slip.blank_low", ((64, "10"),)),
    ("jinxiu", JINXIU, "order.group_calls", ((150, "3"), (41, "4"))),
    ("jinxiu", JINXIU, "order.home_pattern_days", ((150, "60"),)),
)

# estate, who, list, code, the row it is like, what differs, days before today
ROWS: tuple[tuple[str, str, str, str, str, Mapping[str, str], int], ...] = (
    ("", HEAD, PROBLEMS, "92", "92",
     {"precautions": "午休 12:00-14:00 不得用冲击钻；打孔前请业主确认水电管线的位置"}, 280),
    ("cuihu", CUIHU, SKILLS, POOL, "", {"name": POOL}, 170),
    ("cuihu", CUIHU, PROBLEMS, "87", "85",
     {"name": "泳池设备", "words": "泳池、池水发绿", "things": "泳池", "signs": "发绿、浑浊、不循环", "sure": "泳池",
      "skills": POOL, "tools": "测水盒"}, 169),
    ("jinxiu", JINXIU, PROBLEMS, "24", "24", {"charges": "有偿 20-30（60 岁以上免上门费, 灯另计）"}, 88),
    ("jinxiu", JINXIU, PROBLEMS, "53", "53", {"off": "yes"}, 88),
)  # fmt: skip


def tell_office_words(chronicle: Chronicle, founded: Founded, catalogue: Catalogue, today: str) -> None:
    """Each as a step of its day, by the person who keeps it."""
    own = default_rows(catalogue)
    for estate, who, key, values in SETTINGS:
        scope, actor = _where(founded, estate), _person(founded, who, estate)
        for number, (days, value) in enumerate(values):
            told = {"key": key, "value": value} if number == 0 else {"value": value}
            kind, moment = ("setting.add", "setting.edit")[number > 0], at(add_days(today, -days), "17:20")
            chronicle.take(scope, actor, kind, moment, told, id_of("setting", f"{estate}/{key}"))
    for estate, who, name, code, like, changes, days in ROWS:
        cells: Cells = {**own[name].get(like, {}), **changes}
        told_row = {"list_name": name, "code": code, "cells": stored_cells(cells)}
        scope, actor, moment = (
            _where(founded, estate),
            _person(founded, who, estate),
            at(add_days(today, -days), "17:40"),
        )
        chronicle.take(scope, actor, "list_row.add", moment, told_row, id_of("list_row", f"{estate}/{name}/{code}"))


def _where(founded: Founded, estate: str) -> str:
    return founded.scopes[estate] if estate else f"o/{COMPANY}"


def _person(founded: Founded, name: str, estate: str) -> Actor:
    """With the roles held in the estate; head office holds one in each."""
    no = next(no for no, actor in founded.staff.items() if actor.name == name)
    return founded.actor(no, founded.scopes[estate or next(iter(founded.scopes))])
