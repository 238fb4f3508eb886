"""CSV and pasted text as rows: the separator is found, quotes are kept, every value stays text."""

import csv
import io
from collections.abc import Iterator

SEPARATORS = "\t,;，；|"
LONGEST = 1 << 17


def read(text: str) -> Iterator[list[str | None]]:
    """Rows in order, empty ones as []. A leading apostrophe before a formula sign is Excel's mark for text."""
    csv.field_size_limit(LONGEST)
    lines = io.StringIO(text.lstrip("\ufeff").replace("\x00", ""), newline="")
    reader = csv.reader(lines, delimiter=_separator(text), skipinitialspace=False)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A single field too long to be one: an unclosed quote. The rest cannot be told apart.
            return
        yield [_plain(value) for value in row] if any(row) else []


def _plain(value: str) -> str | None:
    if value.startswith("'") and value[1:2] in ("=", "+", "-", "@", "\t", "\r"):
        return value[1:]
    return value or None


def _separator(text: str) -> str:
    """The sign that splits most of the first lines into the same number of columns."""
    lines = [line for line in text[:65536].splitlines() if line.strip()][:30]
    best, best_score = ",", 0
    for sign in SEPARATORS:
        counts = [line.count(sign) for line in lines]
        used = [count for count in counts if count]
        if not used:
            continue
        usual = max(set(used), key=used.count)
        score = used.count(usual) * 10 + min(usual, 9)
        if score > best_score:
            best, best_score = sign, score
    return best
