"""The estate's own owners' list, in the columns of the template: read again, it changes nothing."""

from typing import TYPE_CHECKING

from desk.domain.flow import Values
from desk.domain.roles import Actor
from desk.services.residents.importing.template import COLUMNS
from desk.services.residents.record import RESIDENCE, RESIDENT, Relation, ServiceLevel
from desk.store.query import ListQuery, all_of, visible_to

if TYPE_CHECKING:
    from desk.store.database import Database

SHEET = "住户名单"
TITLES = tuple(column[0] for column in COLUMNS)
WIDTHS = tuple(column[1] for column in COLUMNS)
HOME = ("id", "building_no", "unit_no", "room_no", "floor", "area_cm2", "handed_over_on", "note")
Line = tuple[str, ...]


def own_list(database: "Database", actor: Actor, scope: str) -> list[Line]:
    """A line for every residence, one for a home nobody is known in; telephones with what stands beside them."""
    where, given = visible_to(actor, scope)
    names = ", ".join(HOME)
    homes = [
        dict(zip(HOME, row, strict=True))
        for row in database.read(
            f"SELECT {names} FROM home WHERE {where} AND status = 'active' ORDER BY sort_key, room, id", given
        )
    ]
    people = {row["id"]: row for row in all_of(database, actor, ListQuery(scope, RESIDENT, ("active",), "id"))}
    living: dict[str, list[Values]] = {}
    for residence in all_of(database, actor, ListQuery(scope, RESIDENCE, ("active",), "id")):
        if residence["resident_id"] in people:
            living.setdefault(residence["home_id"], []).append(residence)
    lines: list[Line] = []
    for home in homes:
        at_home = sorted(living.get(home["id"], []), key=lambda one: (one.get("relation") != "owner", one["id"]))
        lines += [_line(home, people[one["resident_id"]], one) for one in at_home] or [_line(home, {}, {})]
    return lines


def _line(home: Values, person: Values, residence: Values) -> Line:
    area = home["area_cm2"]
    floor = home["floor"]
    told = {
        "楼栋": home["building_no"],
        "单元": home["unit_no"],
        "房号": home["room_no"],
        "楼层": "" if floor is None else str(floor),
        "面积": f"{area // 10_000}.{area % 10_000:04d}".rstrip("0").rstrip(".") if area else "",
        "交房日期": home["handed_over_on"],
        "姓名": person.get("name"),
        "关系": Relation.label_of(residence.get("relation", "")),
        "电话": "、".join(_phone(one) for one in person.get("phones") or ()),
        "称呼": person.get("salutation"),
        "生日": person.get("birthday_on"),
        "服务等级": ServiceLevel.label_of(person.get("level", "")),
        "方便通话": person.get("best_hours"),
        "入住日期": residence.get("from_on"),
        "迁出日期": residence.get("to_on"),
        "备注": person.get("note") if person else home["note"],
    }
    return tuple(str(told[title] or "") for title in TITLES)


def _phone(one: dict[str, str]) -> str:
    note = one.get("note") or ""
    return f"{one.get('number', '')}({note})" if note else str(one.get("number", ""))
