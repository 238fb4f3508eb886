"""Settings that differ from the written default, per company and per estate."""

from dataclasses import dataclass

from desk.domain.field import Kind, RecordType, Scope, field
from desk.domain.flow import Life


@dataclass
class SettingValue:
    key: str = field("设置项", required=True, limit=80, indexed=True)
    value: str = field("值", required=True, limit=4000)
    status: str = field("状态", Kind.CODE, code=Life)


@dataclass
class ListRow:
    """One row of a list an office keeps for itself: a crew's problem, a revisit's questions, a notice's lead time."""

    list_name: str = field("表", required=True, limit=40, indexed=True)
    code: str = field("编码", required=True, limit=60)
    # [{"name": column, "value": text}], all of the row's columns
    cells: list[dict[str, str]] = field("内容", Kind.LIST)
    status: str = field("状态", Kind.CODE, code=Life)


LIST_ROW = RecordType("list_row", "设置表", ListRow, Scope.ESTATE, also=(Scope.COMPANY,))
SETTING = RecordType("setting", "设置", SettingValue, Scope.ESTATE, also=(Scope.COMPANY,))
