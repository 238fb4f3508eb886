"""Codes: closed sets of words, each with the label a person reads."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """`NAME = "word", "标签"`: the word is stored and sent, the label is shown."""

    label: str

    def __new__(cls, word: str, label: str) -> Self:
        code = str.__new__(cls, word)
        code._value_ = word
        code.label = label
        return code

    @classmethod
    def of(cls, word: object) -> Self | None:
        """The code of a stored word, or None where a newer program wrote one we do not know."""
        code = cls._value2member_map_.get(word) if isinstance(word, str) else None
        return code if isinstance(code, cls) else None

    @classmethod
    def label_of(cls, word: object) -> str:
        """What to show for a stored word, known or not."""
        code = cls.of(str(word)) if word else None
        return code.label if code else str(word or "")
