"""Tables out of a web page: what many systems export under the name .xls."""

import re
from html.parser import HTMLParser

from desk.services.residents.importing.book import Merge

SPACE = re.compile(r"[ \t\r\n\xa0]+")
WIDEST, TALLEST = 1000, 100_000


class TableParser(HTMLParser):
    """Collects the outermost rows of every table; rowspan and colspan become merges and empty cells."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[tuple[list[list[str | None]], list[Merge]]] = []
        self._depth = 0
        self._rows: list[list[str | None]] = []
        self._merges: list[Merge] = []
        self._words: list[str] | None = None
        self._span = (1, 1)
        # column -> rows still covered by a cell above
        self._covered: dict[int, int] = {}
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._silent += 1
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._rows, self._merges, self._covered = [], [], {}
        elif self._depth == 1 and tag == "tr":
            self._end_cell()
            self._covered = {column: rows - 1 for column, rows in self._covered.items() if rows > 1}
            self._rows.append([])
        elif self._depth == 1 and tag in ("td", "th"):
            self._end_cell()
            if not self._rows:
                self._rows.append([])
            facts = dict(attrs)
            self._span = (_number(facts.get("rowspan"), TALLEST), _number(facts.get("colspan"), WIDEST))
            self._words = []
        elif tag in ("br", "p", "div") and self._words:
            self._words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = max(0, self._silent - 1)
        elif self._depth == 1 and tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._depth:
            if self._depth == 1:
                self._end_cell()
                self.tables.append((self._rows, self._merges))
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._words is not None and not self._silent:
            self._words.append(data)

    def close(self) -> None:
        super().close()
        if self._depth:
            self._end_cell()
            self.tables.append((self._rows, self._merges))
            self._depth = 0

    def _end_cell(self) -> None:
        if self._words is None:
            return
        row, (down, across) = self._rows[-1], self._span
        while self._covered.get(len(row)):
            row.append(None)
        lines = (SPACE.sub(" ", line).strip() for line in "".join(self._words).split("\n"))
        text = "\n".join(line for line in lines if line)
        column, number = len(row), len(self._rows)
        across = min(across, max(1, WIDEST - column))
        row += [text or None] + [None] * (across - 1)
        if down > 1 or across > 1:
            self._merges.append((number, column, number + down - 1, column + across - 1))
        if down > 1:
            self._covered.update(dict.fromkeys(range(column, column + across), down))
        self._words = None


def _number(text: str | None, most: int) -> int:
    """A span as written, at least 1; Python would refuse to read thousands of digits."""
    if not text or not text.isascii() or not text.isdigit():
        return 1
    return max(1, min(int(text[:9]), most))


def read(text: str) -> list[tuple[list[list[str | None]], list[Merge]]]:
    """Every outermost table as its rows and merges."""
    parser = TableParser()
    parser.feed(text)
    parser.close()
    return parser.tables
