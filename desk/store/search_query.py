"""What a person typed, as the questions to ask the index: rooms, tails, initials, numbers, and plain words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product

from desk.domain.phones import PhoneKind, read_phone, tail4
from desk.domain.places import Part, RoomQuery, parse_rooms
from desk.domain.text import fold, without_controls
from desk.store.initials import LONGEST as LONGEST_INITIALS
from desk.store.search_tokens import SIGNS, Document, initials_token, number_token, room_tokens

LONGEST = 100  # characters; the rest of a paste is not looked at
MOST_TERMS = 6
LONG = 6  # characters of a term of which three pairs are asked, not two
MOST_WAYS = 6  # questions asked side by side
_SPELT = re.compile(r"[a-z](?:['’ ][a-z])+")  # w'x'y: initials as an input method shows them before they are chosen


@dataclass(frozen=True, slots=True)
class Clause:
    """One thing asked: any of these sets of tokens (`*` at the end: as a prefix), and the text holds `needle`."""

    any_of: tuple[tuple[str, ...], ...]
    needle: str = ""

    @property
    def expression(self) -> str:
        """In the words of FTS5. A token holds no quote: every ASCII sign of it was replaced."""
        return "(" + " OR ".join("(" + " AND ".join(map(_quoted, group)) + ")" for group in self.any_of) + ")"

    def holds(self, found: Document) -> bool:
        """The same question, asked of one document directly."""
        return self.needle in found.text and any(
            all(_has(found.tokens, token) for token in group) for group in self.any_of
        )


Question = tuple[Clause, ...]  # all of them
Stage = tuple[Question, ...]  # any of them


def stages(typed: str) -> tuple[Stage, ...]:
    """The questions, the most exact reading first; a later stage counts only where the earlier ones find nothing."""
    text = fold(without_controls(typed[:LONGEST])).strip()
    if _SPELT.fullmatch(text):
        text = re.sub(r"['’ ]", "", text)
    terms = text.split()[:MOST_TERMS]
    if not terms:
        return ()
    rooms = named_rooms(text)
    found: list[Stage] = [tuple(_of_room(query, with_area=True) for query in rooms)]
    if read_phone(text).kind is PhoneKind.MOBILE and (phone := _whole_phone(text)):
        found.append(((phone,),))
    found.append(_product([_readings(term) for part in terms for term in _parted(part)]))
    found.append((tuple(_closed(term) or _words(term) for term in terms),))
    # 翠湖花园3-2-1801: what stood before the room may be the estate's name, which no record repeats.
    found.append(tuple(_of_room(query, with_area=False) for query in rooms if query.area))
    return tuple(dict.fromkeys(stage for stage in found if stage))


def named_rooms(text: str) -> tuple[RoomQuery, ...]:
    """The rooms or public places meant, if any; a bare figure says too little to be a building."""
    return tuple(query for query in parse_rooms(text) if query.open is not Part.BUILDING)


def by_number(last_four: str, needle: str = "") -> Stage:
    """What carries a printed number with this end."""
    return ((Clause(((number_token(last_four),),), needle),),)


def _parted(term: str) -> list[str]:
    """王6621 is a word and a tail."""
    match = re.fullmatch(r"([^\W\da-z_]+)(\d{4,})|(\d{4,})([^\W\da-z_]+)", term)
    return [part for part in match.groups() if part] if match else [term]


def _product(choices: Sequence[Sequence[Clause]]) -> Stage:
    return tuple(islice(product(*choices), MOST_WAYS))


def _readings(term: str) -> list[Clause]:
    """The ways one term may be meant, side by side."""
    if closed := _closed(term):
        return [*map(_room, _plain_rooms(term)), closed] if term.isdigit() else [closed]
    if rooms := _plain_rooms(term):
        return [*map(_room, rooms), _words(term)]
    if re.fullmatch(r"[a-z]{1,8}", term):
        return [Clause(((initials_token(term[:LONGEST_INITIALS]),),)), _words(term)]
    return [_words(term)]


def _closed(term: str) -> Clause | None:
    """A term whose tokens say all: looking for it in the texts as well would only cost time."""
    if re.fullmatch(r"\d{3,4}", term):
        tail = (("t" + term,),) if len(term) == 4 else ()
        return Clause((("m" + term,), (number_token(term),), *tail))
    if number := re.fullmatch(r"[a-z]{1,6}\d{0,4}[a-z]{0,3}-(\d{1,9})", term):
        ended = ((number_token(term),),) if len(number[1]) > 3 else ()
        return Clause(((f"cx{number[1][:3]}",), *ended), term)
    if (phone := _whole_phone(term)) is not None:
        return phone
    if re.fullmatch(r"\d{5,}", term):  # the beginning or the end of a telephone, the end of a number
        return Clause(((f"p{term[:5]}",), (f"t{term[-4:]}",), (number_token(term),)), term)
    rooms = _plain_rooms(term)
    closed = re.fullmatch(r"\d[\d-]*", term) or (
        any(query.complete for query in rooms) and not re.search(r"[.,/']", term)
    )
    if not rooms or not closed:
        return None  # 1.00 may be building 1, and may be an amount
    return Clause(tuple(group for query in rooms for group in _room(query).any_of))


def _plain_rooms(term: str) -> list[RoomQuery]:
    return [query for query in named_rooms(term) if not query.area and not query.place]


def _whole_phone(term: str) -> Clause | None:
    phone = read_phone(term)
    if phone.kind in (PhoneKind.MOBILE, PhoneKind.LANDLINE) and len(tail := tail4(phone.number)) == 4:
        return Clause((("t" + tail,),), phone.number.lower())
    return None


def _words(term: str) -> Clause:
    """A character or a pair is a token of its own; of more, two or three pairs, and the whole stands in the text.

    Every list costs a walk and the pairs inside a word say the same; what these let through, the text refuses.
    """
    wide = term.translate(SIGNS)
    if len(wide) <= 2:
        return Clause(((wide,),))
    last = len(wide) - 2
    starts = (0, last) if len(wide) < LONG else (0, last // 2, last)
    return Clause((tuple(dict.fromkeys(wide[at : at + 2] for at in starts)),), term)


def _of_room(query: RoomQuery, with_area: bool) -> Question:
    extra = [query.place] if query.place else []
    if with_area and query.area:
        extra += query.area.lower().split()
    return (_room(query), *(_words(fold(word)) for word in extra))


def _room(query: RoomQuery) -> Clause:
    building, unit, room = query.building, query.unit, query.room
    *homes, whole = [token for token in room_tokens(building, unit, room) if token[0] != "m"]
    if not room:
        # 3-2 may become 3-21; what is typed of a place or with its word is closed.
        return Clause(((whole + "*",),) if query.open is Part.UNIT and unit else ((whole,),))
    groups: list[tuple[str, ...]] = [(whole + "*",) if query.open is Part.ROOM else (whole,)]
    if not unit and len(room) > 2:  # 3-1801 said without its unit
        groups.append((homes[0], "m" + room.lower()))
    return Clause(tuple(groups))


def _quoted(token: str) -> str:
    return f'"{token[:-1]}" *' if token.endswith("*") else f'"{token}"'


def _has(tokens: frozenset[str], token: str) -> bool:
    if token.endswith("*"):
        return any(one.startswith(token[:-1]) for one in tokens)
    return token in tokens
