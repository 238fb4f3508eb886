"""An order by its printed number: typed whole, by its last four, or read from the QR of a slip.

A slip's QR holds the order's number, alone or inside an address.
"""

import re
import unicodedata

from desk.domain.roles import Actor
from desk.store.query import visible_to
from desk.store.search import Search
from desk.store.search_query import by_number

# W3A-0457: prefix of the office, letter of the copy of the data, counter; W3A-K0012 is a sheet printed blank.
NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z]{1,6}\d{0,4}[A-Z]{0,3}-K?\d{3,9}(?!\d)")
_DASHES = dict.fromkeys(map(ord, "－—–‐‑−─―ー_。．"), "-")


def number_in(scanned: str) -> str | None:
    """The order number in what a gun or camera read, or None."""
    found = NUMBER.findall(_plain(scanned))
    return found[-1] if found else None


def find_orders(search: Search, actor: Actor, scope: str, typed: str, limit: int = 9) -> list[str]:
    """Ids of the orders meant, newest first; of several with the same last four all are given.

    Raises NotVisible without a role in the scope; nothing typed raises anything.
    """
    number = number_in(typed)
    digits = re.sub(r"\s", "", _plain(typed))
    if number is None and not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        return []
    ending = number or digits.rjust(4, "0")
    found = search.match(actor, (scope,), (by_number(ending[-4:], ending.lower()),), ("work_order", "slip"), limit=50)
    ids: dict[str, str] = {}
    for kind in ("work_order", "slip"):
        ids |= _numbers(search, actor, scope, kind, [one.id for one in found if one.kind == kind], ending)
    return list(dict.fromkeys(ids[one.id] for one in found if one.id in ids))[:limit]


def _numbers(search: Search, actor: Actor, scope: str, kind: str, ids: list[str], ending: str) -> dict[str, str]:
    """The order of each of these records whose number is the one meant or ends in it."""
    where, parameters = visible_to(actor, scope)
    order = "id" if kind == "work_order" else "order_id"
    marks = ", ".join("?" * len(ids))
    rows = search.database.read(
        f'SELECT id, {order}, no FROM "{kind}" WHERE {where} AND id IN ({marks})', [*parameters, *ids]
    )
    return {row[0]: row[1] for row in rows if row[1] and _means(str(row[2] or ""), ending)}


def _means(no: str, ending: str) -> bool:
    plain = _plain(no)
    return plain == ending or (ending.isdigit() and plain.rpartition("-")[2].endswith(ending))


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).upper()
    return re.sub(r"\s*-+\s*", "-", plain).strip()
