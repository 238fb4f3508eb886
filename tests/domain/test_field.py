"""The facts of a field: read once from the dataclass, in its order, a told moment as three columns."""

from typing import Any

import pytest

from desk.domain.field import Kind, Source
from tests.domain.toy import PARCEL


def test_a_told_moment_gives_three_columns_in_its_place() -> None:
    names = [field.name for field in PARCEL.fields]
    begin = names.index("came_at")
    assert names[begin : begin + 3] == ["came_at", "came_recorded_at", "came_source"]
    source = PARCEL.field("came_source")
    assert (source.kind, source.code) == (Kind.CODE, Source)
    assert not source.exported
    assert PARCEL.field("came_at").exported


def test_a_plain_moment_is_one_column() -> None:
    assert PARCEL.has("due_at")
    assert not PARCEL.has("due_recorded_at")


def test_private_fields_are_known_by_name() -> None:
    assert PARCEL.private == {"taker", "note"}


def test_an_unknown_field_is_a_bug() -> None:
    assert not PARCEL.has("nothing")
    with pytest.raises(KeyError):
        PARCEL.field("nothing")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("no", "A1", "A1"),
        ("no", None, ""),
        ("status", "here", "在架"),
        ("status", "stolen", "stolen"),
        ("fragile", True, "是"),
        ("fragile", False, "否"),
        ("labels", ["大", "重"], "大、重"),
        ("count", 0, "0"),
    ],
)
def test_a_value_in_words(name: str, value: Any, words: str) -> None:
    assert PARCEL.field(name).words(value) == words
