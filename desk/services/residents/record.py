"""Residents and what ties them to homes."""

from dataclasses import dataclass

from desk.domain.code import Code
from desk.domain.field import Kind, RecordType, Sought, field
from desk.domain.flow import Life


class Relation(Code):
    OWNER = "owner", "业主"
    FAMILY = "family", "家人"
    TENANT = "tenant", "租户"


class ServiceLevel(Code):
    ORDINARY = "ordinary", "普通"
    KEY = "key", "重点"


@dataclass
class Resident:
    name: str = field("姓名", required=True, searched=True, sought=Sought.NAME, private=True, width=8, limit=60)
    salutation: str = field("称呼", width=4, limit=12)
    # [{"number": "13800006621", "note": "本人"}], the first is the one to ring
    phones: list[dict[str, str]] = field("电话", Kind.LIST, searched=True, sought=Sought.PHONE, private=True, width=13)
    level: str = field("服务等级", Kind.CODE, code=ServiceLevel, width=5)
    birthday_on: str = field("生日", Kind.DAY, private=True, width=9)
    best_hours: str = field("方便通话", width=10, limit=60)
    note: str = field("备注", Kind.WORDS, private=True, limit=1000)
    status: str = field("状态", Kind.CODE, code=Life)


@dataclass
class Residence:
    resident_id: str = field("住户", Kind.REF, refers="resident", required=True, indexed=True, lends="home_id")
    home_id: str = field("房屋", Kind.REF, refers="home", required=True, indexed=True)
    relation: str = field("关系", Kind.CODE, code=Relation, required=True, width=5)
    from_on: str = field("入住", Kind.DAY, width=9)
    to_on: str = field("迁出", Kind.DAY, width=9)
    status: str = field("状态", Kind.CODE, code=Life)


RESIDENT = RecordType("resident", "住户", Resident)
RESIDENCE = RecordType("residence", "入住关系", Residence)
