"""Estates and their places: estate > building > unit > home, and the named public places."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, Scope, Sought, field
from desk.domain.flow import Life


class PlaceKind(Code):
    """What sort of public place it is; the first four stand in a unit."""

    LIFT = "lift", "电梯"
    UNIT_DOOR = "unit_door", "单元门"
    STAIR_LIGHT = "stair_light", "楼道灯"
    RISER = "riser", "水管井"
    GROUNDS = "grounds", "公共部位"
    PARKING = "parking", "车位"
    SHOP = "shop", "商铺"


@dataclass
class Estate:
    name: str = field("小区名称", required=True, searched=True, width=12)
    company: str = field("物业公司", width=16)
    desk_phone: str = field("前台电话", width=12)
    short: str = field("简称", width=4, limit=8)
    description: str = field("概况", Kind.WORDS, limit=500)
    status: str = field("状态", Kind.CODE, code=Life)


@dataclass
class Building:
    no: str = field("楼栋", required=True, width=5, limit=20)
    name: str = field("楼栋名称", width=8)
    sort_key: str = field("排序", exported=False, indexed=True)
    handed_over_on: str = field("交付日期", Kind.DAY, width=9)
    warranty_until_on: str = field("保修到", Kind.DAY, width=9)
    butler_id: str = field("管家", Kind.REF, refers="staff")
    status: str = field("状态", Kind.CODE, code=Life)


@dataclass
class Unit:
    building_no: str = field("楼栋", required=True, width=5, limit=20)
    no: str = field("单元", required=True, width=4, limit=20)
    sort_key: str = field("排序", exported=False, indexed=True)
    status: str = field("状态", Kind.CODE, code=Life)


@dataclass
class Home:
    building_no: str = field(
        "楼栋", required=True, width=5, limit=20, indexed=True, searched=True, sought=Sought.BUILDING
    )
    unit_no: str = field("单元", width=4, limit=20, searched=True, sought=Sought.UNIT)
    room_no: str = field("房号", required=True, width=6, limit=20, searched=True, sought=Sought.ROOM_NO)
    room: str = field("房屋", width=10, limit=60, searched=True, sought=Sought.ROOM)
    sort_key: str = field("排序", exported=False, indexed=True)
    floor: int = field("楼层", Kind.NUMBER, width=4)
    area_cm2: int = field("面积(平方厘米)", Kind.NUMBER, width=8)
    handed_over_on: str = field("交付日期", Kind.DAY, width=9)
    bound_at: int = field("绑定平台", Kind.MOMENT, width=10)
    arrears_fen: int = field("欠费", Kind.MONEY, width=9)
    note: str = field("备注", Kind.WORDS, limit=500, private=True)
    status: str = field("状态", Kind.CODE, code=Life)


@dataclass
class Place:
    name: str = field("公共部位", required=True, searched=True, width=12)
    kind: str = field("种类", Kind.CODE, code=PlaceKind, required=True)
    building_no: str = field("楼栋", width=5, limit=20, indexed=True, searched=True, sought=Sought.BUILDING)
    unit_no: str = field("单元", width=4, limit=20, searched=True, sought=Sought.UNIT)
    sort_key: str = field("排序", exported=False, indexed=True)
    status: str = field("状态", Kind.CODE, code=Life)


@dataclass
class Crew:
    name: str = field("班组", required=True, width=8)
    trades: list[str] = field("工种", Kind.LIST, width=12)
    capacity: int = field("每时段单数", Kind.NUMBER)
    outside: bool = field("外单位", Kind.FLAG)
    phone: str = field("电话", width=12)
    sort_key: str = field("排序", exported=False, indexed=True)
    status: str = field("状态", Kind.CODE, code=Life)


ESTATE = RecordType("estate", "小区", Estate, Scope.COMPANY)
BUILDING = RecordType("building", "楼栋", Building)
UNIT = RecordType("unit", "单元", Unit)
HOME = RecordType("home", "房屋", Home)
PLACE = RecordType("place", "公共部位", Place)
CREW = RecordType("crew", "班组", Crew)
