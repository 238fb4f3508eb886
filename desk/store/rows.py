"""Values to columns and back, the same for raw and compiled statements."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from desk.domain.field import Kind, RecordType

Values = dict[str, Any]


class Columns:
    """The stored columns of one record, and how a value becomes a column."""

    def __init__(self, record: RecordType) -> None:
        self.record = record
        self.names: tuple[str, ...] = ("id", *(f.name for f in record.fields))
        self._lists = frozenset(f.name for f in record.fields if f.kind is Kind.LIST)
        self._flags = frozenset(f.name for f in record.fields if f.kind is Kind.FLAG)
        self._stored = frozenset(self.names)
        self._converted = self._lists | self._flags

    def encode(self, values: Mapping[str, Any]) -> Values:
        """Only stored fields, as the database takes them."""
        if self._stored.issuperset(values):
            stored = dict(values)
        else:
            stored = {name: values[name] for name in values if name in self._stored}
        for name in self._converted.intersection(stored):
            stored[name] = self.encode_one(name, stored[name])
        return stored

    def encode_one(self, name: str, value: Any) -> Any:
        if value is None:
            return None
        if name in self._lists:
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if name in self._flags:
            return int(value)
        return value

    def decode(self, row: Sequence[Any], names: Sequence[str] | None = None) -> Values:
        """A row of these columns (all of them unless named) as values; empty columns stay out."""
        values: Values = {}
        for name, value in zip(names or self.names, row, strict=True):
            if value is None:
                continue
            if name in self._lists:
                value = json.loads(value)
            elif name in self._flags:
                value = bool(value)
            values[name] = value
        return values

    def select(self, where: str, names: Iterable[str] | None = None) -> str:
        columns = ", ".join(f'"{name}"' for name in (names or self.names))
        return f'SELECT {columns} FROM "{self.record.name}" WHERE {where}'


@cache
def columns_of(record: RecordType) -> Columns:
    return Columns(record)
