"""What a clerk types to choose for whom a notice is: 3 · 3-2 · 3-2-1801 · 1,3,5栋 · 0 for everybody."""

import re
from collections.abc import Sequence

from desk.domain.notice_lists import Audience
from desk.domain.places import parse_rooms
from desk.services.notices.audience import Tree, building_target, home_target, unit_target

ALL_WORDS = ("0", "全小区", "全体", "所有")
CAR_WORDS = ("车主", "全体车主")
PARTS = re.compile(r"[,，、;；\s]+")


def everybody(typed: str) -> Audience | None:
    plain = typed.strip()
    return Audience.ALL if plain in ALL_WORDS else Audience.CAR_OWNERS if plain in CAR_WORDS else None


def targets_of(tree: Tree, typed: str) -> tuple[str, ...] | None:
    """The parts of the tree that were named, in order; None where one of them is not there."""
    found: list[str] = []
    for part in PARTS.split(typed.strip()):
        target = _target(tree, part) if part else ""
        if target is None:
            return None
        found += [target] if target else []
    return tuple(dict.fromkeys(found))


def _target(tree: Tree, part: str) -> str | None:
    plain = part.removesuffix("单元").removesuffix("栋").removesuffix("座").upper()
    if plain in tree.buildings:
        return building_target(plain)
    for query in parse_rooms(part):
        if query.room:
            homes = tree.units.get((query.building, query.unit), ())
            home = next((one for one in homes if one.room == query.room), None)
            if home is not None:
                return home_target(home.id)
        elif query.unit and (query.building, query.unit) in tree.units:
            return unit_target(query.building, query.unit)
        elif not query.unit and query.building in tree.buildings:
            return building_target(query.building)
    return None


def toggled(targets: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    """Named again, it is taken away again."""
    left = [one for one in targets if one not in more]
    return (*left, *(one for one in more if one not in targets))
