"""The tokens of a searched record: what `search_fts` holds, made here because SQLite cannot cut Chinese."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.domain.field import Field, Kind, RecordType, Sought
from desk.domain.phones import read_phone, tail4
from desk.domain.places import Part, parse_rooms, room_long, room_short
from desk.domain.text import fold
from desk.store.initials import initials

# ASCII signs part tokens in FTS5; as their full-width twins, which folding leaves nowhere else, they can be sought too.
SIGNS = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_PARTS = (Sought.BUILDING, Sought.UNIT, Sought.ROOM_NO)


@dataclass(frozen=True, slots=True)
class Document:
    """One record as search sees it. `words` may be shown (no telephone among them), `text` is folded."""

    words: tuple[str, ...]
    text: str
    tokens: frozenset[str]


def grams(folded: str) -> Iterator[str]:
    """Every character and every pair of neighbours; white space parts."""
    for run in folded.translate(SIGNS).split():
        yield from run
        yield from map(str.__add__, run, run[1:])


def document(record: RecordType, scope: str, values: Mapping[str, Any], lent: Iterable["Document"] = ()) -> Document:
    """What is searched of one record; `lent` are the documents it is found under as well."""
    words = list(shown(record, values))
    texts = list(words)
    tokens = {kind_token(record.name), scope_token(scope)}
    for f in record.fields:
        value = values.get(f.name)
        if not f.searched or value in (None, "", []):
            continue
        for part in _strings(f, value):
            tokens |= set(_special(f.sought, part))
            if f.sought is Sought.PHONE:
                texts += [part, read_phone(part).number]
            elif f.sought is Sought.ROOM:
                texts += _other_form(part)
    parts = _room_parts(record, values)
    if parts[0]:
        tokens |= set(room_tokens(*parts))
        for form in (room_short(*parts), room_long(*parts)):
            tokens |= set(_special(Sought.ROOM, form))
            texts.append(form)
    for other in lent:
        words += other.words
        texts.append(other.text)
        tokens |= {token for token in other.tokens if token[0] in "nlm" and len(token) > 2}
    text = fold("\n".join(dict.fromkeys(texts)))
    tokens.update(grams(text))
    return Document(tuple(dict.fromkeys(words)), text, frozenset(tokens))


def shown(record: RecordType, values: Mapping[str, Any]) -> Iterator[str]:
    """The words a hit is shown by: its searched fields in their order, without telephones."""
    parts = _room_parts(record, values)
    words = [
        word
        for f in record.fields
        if f.searched and f.sought not in (Sought.PHONE, *_PARTS) and values.get(f.name)
        for word in _strings(f, values[f.name])
    ]
    if parts[0] and not any(word.startswith(room_long(*parts)) for word in words):
        yield room_short(*parts)
    yield from words


def kind_token(kind: str) -> str:
    return "k" + kind.replace("_", "")


def scope_token(scope: str) -> str:
    """`e` and the estate; `o` and the company."""
    return re.sub(r"[^0-9a-z]", "", scope.lower())


def room_tokens(building: str, unit: str, room: str) -> Iterator[str]:
    """n3x2 the unit, n3x its building, l3x2x1801 the room, m1801 its number alone."""
    building, unit, room = (_solid(part) for part in (building, unit, room))
    if building:
        yield f"n{building}x"
        yield f"n{building}x{unit}"
        if room:
            yield f"l{building}x{unit}x{room}"
    if len(room) > 1:
        yield f"m{room}"


def number_token(number: str) -> str:
    """d0457: the last four figures of a printed number; empty where it has none."""
    figures = re.findall(r"\d+", fold(number))
    return "d" + figures[-1][-4:].rjust(4, "0") if figures else ""


def _special(sought: Sought, part: str) -> Iterator[str]:
    match sought:
        case Sought.NAME:
            for way in initials(fold(part)):
                yield from ("y" + way[:end] for end in range(1, len(way) + 1))
        case Sought.PHONE:
            if len(tail := tail4(part)) == 4:
                yield "t" + tail
        case Sought.NUMBER:
            if token := number_token(part):
                yield token
        case Sought.ROOM:
            for query in parse_rooms(part)[:1]:
                if query.open is not Part.BUILDING:
                    yield from room_tokens(query.building, query.unit, query.room)


def _other_form(text: str) -> list[str]:
    """The long form of a short one and the other way round, so that either may be typed in part."""
    for query in parse_rooms(text)[:1]:
        if query.unit or query.room:
            parts = query.building, query.unit, query.room
            return [room_short(*parts), room_long(*parts)]
    return []


def _room_parts(record: RecordType, values: Mapping[str, Any]) -> tuple[str, str, str]:
    parts = {f.sought: values.get(f.name) or "" for f in record.fields if f.searched and f.sought in _PARTS}
    building, unit, room = (str(parts.get(part, "")) for part in _PARTS)
    return building, unit, room


def _strings(f: Field, value: Any) -> Sequence[str]:
    if f.kind is not Kind.LIST:
        return [f.words(value)]
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        found += [str(part) for part in (item.values() if isinstance(item, dict) else [item]) if part]
    return found


def _solid(part: str) -> str:
    return "".join(fold(part).translate(SIGNS).split())
