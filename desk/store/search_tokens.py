"""The tokens of a searched record: what `search_fts` holds, made here because SQLite cannot cut Chinese."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from desk.domain.field import Field, Kind, RecordType, Sought
from desk.domain.phones import find_phones, read_phone, tail4
from desk.domain.places import ROOM_IN_TEXT, Part, figures_of_line, parse_rooms, query_of, room_long, room_short
from desk.domain.text import fold
from desk.store.initials import initials

# ASCII signs part tokens in FTS5; as their full-width twins, which folding leaves nowhere else, they can be sought too.
SIGNS = {code: code + 0xFEE0 for code in range(0x21, 0x7F) if not chr(code).isalnum()}
_FIGURES = re.compile(r"\d|[栋幢座]")
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
    tokens = {kind_token(record.name, scope), scope_token(scope)}
    for f in searched(record):
        for part in _strings(f, values.get(f.name)):
            more, forms = _special(f.sought, part)
            tokens |= more
            texts += forms
    parts = _room_parts(record, values)
    if parts[0]:
        tokens |= set(room_tokens(*parts)) | _room_named(room_short(*parts)) | _room_named(room_long(*parts))
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
        for f in searched(record)
        if f.sought is not Sought.PHONE and f.sought not in _PARTS
        for word in _strings(f, values.get(f.name))
    ]
    if parts[0] and not any(word.startswith(room_long(*parts)) for word in words):
        yield room_short(*parts)
    yield from words


def kind_token(kind: str, scope: str) -> str:
    """The records of one kind in one estate: one short list to walk instead of two long ones."""
    return "k" + kind.replace("_", "") + "x" + scope_token(scope)


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


def initials_token(letters: str) -> str:
    """ywxy; a single letter is y1w, because yw is a pair of letters in the words."""
    return f"y{letters}" if len(letters) > 1 else f"y1{letters}"


def number_token(number: str) -> str:
    """d0457: the last four figures of a printed number; empty where it has none."""
    figures = re.findall(r"\d+", fold(number))
    return "d" + figures[-1][-4:].rjust(4, "0") if figures else ""


def number_tokens(number: str) -> set[str]:
    """d0457, and cx0 cx04 cx045 while it is still being typed."""
    figures = re.findall(r"\d+", fold(number))
    return {number_token(number), *(f"cx{figures[-1][:end]}" for end in (1, 2, 3))} if figures else set()


def phone_tokens(number: str) -> set[str]:
    """t6621, and p13800 for one that is still being typed."""
    digits = re.sub(r"\D", "", number)
    tail = tail4(number)
    return ({f"t{tail}"} if len(tail) == 4 else set()) | ({f"p{digits[:5]}"} if len(digits) > 5 else set())


def _special(sought: Sought, part: str) -> tuple[set[str], list[str]]:
    """The tokens of what the field is, and the forms of it that its own words do not hold."""
    match sought:
        case Sought.NAME:
            ways = initials(fold(part))
            return {initials_token(way[:end]) for way in ways for end in range(1, len(way) + 1)}, []
        case Sought.PHONE:
            number = read_phone(part).number
            return phone_tokens(number), [part, number, re.sub(r"\D", "", number)]
        case Sought.NUMBER:
            return number_tokens(part), []
        case Sought.ROOM:
            return set(_room_named(part)), []
        case Sought.WORDS if _FIGURES.search(fold(part)):
            return _mentioned(part)
    return set(), []


def _mentioned(text: str) -> tuple[set[str], list[str]]:
    """楼上3-2-1901漏水, 请回电13800006621: rooms, telephones and numbers in running text."""
    line = figures_of_line(text)
    tokens: set[str] = set()
    for match in ROOM_IN_TEXT.finditer(line):
        room = query_of(match)
        tokens |= set(room_tokens(room.building, room.unit, room.room))
    phones = [phone.number for phone, _, _ in find_phones(line)]
    tokens.update(*map(phone_tokens, phones))
    tokens |= {number_token(run) for run in re.findall(r"\d{3,}", line)}
    return tokens, phones


@lru_cache(maxsize=4096)
def _room_named(text: str) -> frozenset[str]:
    for query in parse_rooms(text)[:1]:
        if query.open is not Part.BUILDING:
            return frozenset(room_tokens(query.building, query.unit, query.room))
    return frozenset()


@cache
def searched(record: RecordType) -> tuple[Field, ...]:
    return tuple(f for f in record.fields if f.searched)


def _room_parts(record: RecordType, values: Mapping[str, Any]) -> tuple[str, str, str]:
    parts = {f.sought: values.get(f.name) or "" for f in searched(record) if f.sought in _PARTS}
    if not parts:
        return "", "", ""
    building, unit, room = (str(parts.get(part, "")) for part in _PARTS)
    return building, unit, room


def _strings(f: Field, value: Any) -> Sequence[str]:
    if not value:
        return ()
    if f.kind is not Kind.LIST:
        return (f.words(value),)
    found: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        found += [str(part) for part in (item.values() if isinstance(item, dict) else [item]) if part]
    return found


def _solid(part: str) -> str:
    return "".join(fold(part).translate(SIGNS).split())
