"""Settings that differ from the written default, per company and per estate."""

from dataclasses import dataclass

from desk.domain.field import Kind, RecordType, Scope, field
from desk.domain.flow import Life


@dataclass
class SettingValue:
    key: str = field("设置项", required=True, limit=80, indexed=True)
    value: str = field("值", required=True, limit=4000)
    status: str = field("状态", Kind.CODE, code=Life)


SETTING = RecordType("setting", "设置", SettingValue, Scope.ESTATE, also=Scope.COMPANY)
