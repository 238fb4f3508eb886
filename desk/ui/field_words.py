"""A stored value in a person's words: moments as they are said, amounts with ¥, telephones masked."""

from typing import Any

from desk.domain.calendar import day_of
from desk.domain.field import Field, Kind, Sought
from desk.domain.money import fen_text
from desk.domain.phones import mask
from desk.domain.words_of_time import day_word, moment


def words_of(field: Field, value: Any, now: int) -> str:
    """Empty for a value that is not there."""
    if value is None:
        return ""
    if field.kind is Kind.MOMENT:
        return moment(value, now)
    if field.kind is Kind.DAY:
        return day_word(value, day_of(now))
    if field.kind is Kind.MONEY:
        return fen_text(value)
    if field.sought is Sought.PHONE:
        return mask(str(value))
    return field.words(value)
