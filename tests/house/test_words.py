"""The glossary and the names: where a thing is called what the glossary calls it, it has the glossary's name."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from desk.domain.roles import Role
from desk.services import rulebook

HOUSE = Path(__file__).resolve().parents[3] / "shared" / "house.md"
# Chinese uses one word where the glossary has a sense of its own for another room.
OTHER_SENSE = {
    ("恢复", "resume"): "an order goes on (复工); the glossary's 恢复 is that of water and light",
    ("转外单位", "outside"): "how a visit ended, not the step",
}


def parted(text: str) -> list[str]:
    """The words of one cell: `小区 / 楼栋`, without what stands in brackets."""
    return [word.strip() for word in re.split(r"[/·]", re.sub(r"\(.*?\)|`", "", text))]


def glossary() -> dict[str, str]:
    text = HOUSE.read_text("utf-8")
    words: dict[str, str] = {}
    for line in text[text.index("## Words") :].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|") if cell.strip()]
        if not line.startswith("|") or "---" in line or cells[0] == "中文":
            continue
        for chinese, english in zip(cells[::2], cells[1::2], strict=True):
            if len(parted(chinese)) == len(parted(english)):
                words |= dict(zip(parted(chinese), parted(english), strict=True))
    return words


def names() -> Iterator[tuple[str, str, str]]:
    """Label, name, and the record it belongs to."""
    for flow in rulebook().flows:
        record = flow.record
        yield record.label, record.name, ""
        for field in record.fields:
            yield field.label, field.name, record.name
            for code in field.code or ():
                yield code.label, str(code), record.name
        for step in flow.steps:
            yield step.label, step.name, record.name
    for role in Role:
        yield role.label, str(role), ""


def akin(name: str, english: str) -> bool:
    """Whether the two share a word, but for its ending: `revisit_id` and revisit, `suspended` and suspend."""
    ours, theirs = (re.findall("[a-z]+", text.lower()) for text in (name, english))
    return any(a[:5] == b[:5] for a, b in product(ours, theirs))


@pytest.mark.skipif(not HOUSE.exists(), reason="the glossary (../shared/house.md) is not here")
def test_names_are_those_of_the_glossary() -> None:
    words = glossary()
    assert words["小区"] == "estate"
    assert len(words) > 60
    strange = {
        (label, name, words[label])
        for label, name, record in names()
        if label in words
        and not akin(name, words[label])
        and not akin(record, words[label])  # `building.no` is labelled by its building
        and (label, name) not in OTHER_SENSE
    }
    assert strange == set()


def test_akin_tells_words_apart() -> None:
    assert akin("suspended", "suspend")
    assert akin("own", "owner's own")
    assert not akin("resume", "restored")
    assert not akin("intake", "dispatch")
