"""The facts of a field, written once: label, type, width, who sees it, how two hands on it merge."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from desk.domain.code import Code


class Kind(Code):
    TEXT = "text", "一行字"
    WORDS = "words", "多行字"
    NUMBER = "number", "数"
    MONEY = "money", "金额(分)"
    MOMENT = "moment", "时刻"
    DAY = "day", "日期"
    FLAG = "flag", "是否"
    CODE = "code", "选项"
    REF = "ref", "关联"
    LIST = "list", "列表"


class Merge(Code):
    """What happens when two desks changed the field without knowing of each other (sync.md, Conflicts)."""

    LATER = "later", "后改的为准"
    STRICT = "strict", "由人选择"
    BOTH = "both", "两段都留"
    SUM = "sum", "两笔都算"


class Sought(Code):
    """What a searched field is, beyond its words: names have initials, telephones a tail, numbers their last four."""

    WORDS = "words", "文字"
    NAME = "name", "姓名"
    PHONE = "phone", "电话"
    NUMBER = "number", "单号"
    ROOM = "room", "房屋或地址"
    BUILDING = "building", "楼栋"
    UNIT = "unit", "单元"
    ROOM_NO = "room_no", "房号"


class Scope(Code):
    COMPANY = "o", "公司"
    ESTATE = "e", "小区"
    COMPLAINT = "complaint", "小区的投诉"
    DEVICE = "d", "本机"


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of one field; every table, form, search, export and check reads it from here.

    `lends` names another reference of the same record: what that one refers to is found under this one too
    (a resident under the rooms lived in). `refers_by` names the field of the same record that says which kind of record
    a reference leads to, where that is not always one (a call back about a repair, a cleaning, an order).
    `listed` names the office's list whose codes stand here.
    """

    name: str
    label: str
    kind: Kind
    code: type[Code] | None = None
    refers: str | None = None
    refers_by: str = ""
    listed: str = ""
    width: int = 8
    limit: int = 200
    required: bool = False
    searched: bool = False
    sought: Sought = Sought.WORDS
    lends: str = ""
    exported: bool = True
    private: bool = False
    indexed: bool = False
    merge: Merge = Merge.LATER

    def words(self, value: Any) -> str:
        """A stored value in a person's words, where no calendar is needed."""
        if value is None:
            return ""
        if self.code is not None and self.kind is Kind.CODE:
            return self.code.label_of(value)
        if self.kind is Kind.FLAG:
            return "是" if value else "否"
        if self.kind is Kind.LIST:
            return "、".join(str(item) for item in value) if isinstance(value, list | tuple) else str(value)
        return str(value)


def field(label: str, kind: Kind = Kind.TEXT, **facts: Any) -> Any:
    """One field of a record dataclass. See `Field` for the facts it may carry."""
    return dataclasses.field(default=None, metadata={"label": label, "kind": kind, "facts": facts})


# The three columns of a moment: when it happened, when it was written down, and how that is known.
RECORDED, SOURCE = "_recorded_at", "_source"


class Source(Code):
    """How the time of a moment is known."""

    LIVE = "live", "实时"
    SLIP = "slip", "按单补录"


def moment(label: str, **facts: Any) -> Any:
    """A moment that somebody reports: stored as happened-at, recorded-at and source."""
    return dataclasses.field(default=None, metadata={"label": label, "kind": Kind.MOMENT, "facts": facts, "told": True})


@dataclass(frozen=True, eq=False)
class RecordType:
    """A record's name, its label and where it lives; `fields` are read from the dataclass. There is one of each.

    `also` names other kinds of scope it may be written in (settings: the company's under the estate's).
    `numbered`: a new one is given the desk's next printed number as its `no`. `counted`: the fields a year's figures
    are counted by, held together in one index: read from there a million orders cost a fifth. What is gathered from the
    fields is asked for with every op, and kept.
    """

    name: str
    label: str
    cls: type
    scope: Scope = Scope.ESTATE
    also: tuple[Scope, ...] = ()
    numbered: bool = False
    counted: tuple[str, ...] = ()

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The stored fields in the order of its dataclass; a told moment gives three."""
        return tuple(_expand(dataclasses.fields(self.cls)))

    def field(self, name: str) -> Field:
        return self.by_name[name]

    def has(self, name: str) -> bool:
        return name in self.by_name

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        return {one.name: one for one in self.fields}

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(self.by_name)

    @cached_property
    def public(self) -> frozenset[str]:
        """The fields that a verdict may hold."""
        return frozenset(one.name for one in self.fields if not one.private)

    @cached_property
    def private(self) -> frozenset[str]:
        return frozenset(one.name for one in self.fields if one.private)

    @cached_property
    def sums(self) -> frozenset[str]:
        """The fields to which two desks add: what an op gives is counted from what its clerk saw."""
        return frozenset(one.name for one in self.fields if one.merge is Merge.SUM)

    @cached_property
    def found_by(self) -> frozenset[str]:
        """The fields whose change search must catch up with; empty where nothing of the record is searched."""
        searched = {one.name for one in self.fields if one.searched}
        lending = {name for one in self.fields if one.lends for name in (one.name, one.lends, "status")}
        return frozenset(searched | lending)


def _expand(raw: Iterable[dataclasses.Field[Any]]) -> Iterable[Field]:
    for item in raw:
        facts = item.metadata["facts"]
        yield Field(item.name, item.metadata["label"], item.metadata["kind"], **facts)
        if item.metadata.get("told"):
            stem, label = item.name.removesuffix("_at"), item.metadata["label"]
            yield Field(stem + RECORDED, f"{label}记录时间", Kind.MOMENT, exported=False)
            yield Field(stem + SOURCE, f"{label}来源", Kind.CODE, code=Source, exported=False)
