"""Lists an office keeps for itself: their columns as facts, a cell as typed and as stored, and the rows in force.

The program's own rows come first, the company's words before them, the estate's before the company's: row by row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from desk.domain import day_cells, list_cells
from desk.domain.code import Code
from desk.domain.errors import DeskError

Cells = Mapping[str, str]
Rows = Mapping[str, Cells]  # by code
Layer = Mapping[str, Rows]  # by list
OFF = "off"  # the column every growing list has: the row is kept and not used
YES = "yes"
MOST_NAMED = 40  # of what could stand in a cell, in a refusal
FULL = str.maketrans("０１２３４５６７８９－", "0123456789-")


class Level(Code):
    """Whose word a row or a setting is."""

    DEFAULT = "default", "默认"
    COMPANY = "company", "公司"
    ESTATE = "estate", "本小区"


class ListKind(Code):
    TEXT = "text", "文字"
    NUMBER = "number", "整数"
    CHOICE = "choice", "选一个"
    FLAG = "flag", "是否"
    WORDS = "words", "几个词, 用顿号隔开"
    NAMES = "names", "别的表里的名称, 用顿号隔开"
    SENTENCES = "sentences", "几句话, 用；隔开"
    CHARGES = "charges", "收费方式, 用；隔开"
    LIFTS = "lifts", "情形: 词、词；情形: 词"
    GROUPS = "groups", "词、词；词、词"
    CODES = "codes", "选几个, 用顿号隔开"
    DAYS = "days", "每天、工作日、周末、节假日、周一"
    HOURS = "hours", "8:00-11:30、17:00-8:00"
    DATE = "date", "日期"


# How a structured cell is understood and written again.
PLAIN: Mapping[ListKind, Callable[[str], str]] = {
    ListKind.WORDS: lambda text: list_cells.join_words(list_cells.words_of(text)),
    ListKind.SENTENCES: lambda text: list_cells.join_sentences(list_cells.sentences_of(text)),
    ListKind.CHARGES: lambda text: list_cells.charges_text(list_cells.charges_of(text)),
    ListKind.LIFTS: lambda text: list_cells.lifts_text(list_cells.lifts_of(text)),
    ListKind.GROUPS: lambda text: list_cells.groups_text(list_cells.groups_of(text)),
    ListKind.DAYS: day_cells.days_text,
    ListKind.HOURS: day_cells.spans_text,
    ListKind.DATE: day_cells.date_text,
}


@dataclass(frozen=True)
class ListColumn:
    """One column. `refers` names the list whose codes stand here; `unique`: no two rows in use share it.

    `among`: the words of `code` that may stand here, where not all may.
    """

    name: str
    label: str
    kind: ListKind = ListKind.TEXT
    required: bool = False
    hint: str = ""
    code: type[Code] | None = None
    refers: str = ""
    lowest: int = 0
    highest: int = 100_000
    unit: str = ""
    unique: bool = False
    limit: int = 400
    among: tuple[Code, ...] = ()

    @property
    def codes(self) -> tuple[Code, ...]:
        """The words to choose from; empty where none are set."""
        return self.among or tuple(self.code or ())

    def shown(self, text: str, lists: "Lists") -> str:
        """A stored cell in a person's words."""
        if self.kind is ListKind.FLAG:
            return "是" if text == YES else "否"
        if self.code is not None:
            words = list_cells.words_of(text) if self.kind is ListKind.CODES else (text,)
            return list_cells.join_words(self.code.label_of(word) for word in words)
        if self.refers:
            rows = lists.every(self.refers)
            return list_cells.join_words(_name(rows, code) for code in list_cells.words_of(text))
        return text

    def stored(self, typed: str, lists: "Lists") -> str:
        """What was typed, as it is stored; a DeskError (its field is this column) says what would be right."""
        text = typed.strip()
        try:
            return self._stored(text, lists)
        except DeskError as error:
            raise DeskError(f"{self.label}: {error.message}", error.advice, self.name) from None

    def _stored(self, text: str, lists: "Lists") -> str:
        if not text:
            if self.required:
                raise DeskError("还没有填", f"请填写{self.label}")
            return ""
        if len(text) > self.limit:
            raise DeskError(f"太长, 最多 {self.limit} 字", "请写短一些")
        if self.kind is ListKind.FLAG:
            return _flag(text)
        if self.kind is ListKind.CODES:
            return list_cells.join_words(dict.fromkeys(_choice(self.codes, one) for one in list_cells.words_of(text)))
        if self.code is not None:
            return _choice(self.codes, text)
        if self.kind is ListKind.NUMBER:
            return self._number(text)
        if self.refers:
            return list_cells.join_words(self._code(name, lists) for name in list_cells.words_of(text))
        plain = PLAIN.get(self.kind)
        return plain(text) if plain else " ".join(text.split())

    def _number(self, text: str) -> str:
        try:
            number = int(text.translate(FULL))
        except ValueError:
            raise DeskError("要填整数", f"请填 {self.lowest} 到 {self.highest}") from None
        if not self.lowest <= number <= self.highest:
            raise DeskError(f"应在 {self.lowest} 到 {self.highest}{self.unit} 之间", f"现在是 {number}")
        return str(number)

    def _code(self, name: str, lists: "Lists") -> str:
        rows = lists.rows(self.refers)
        if name in rows:
            return name
        found = next((code for code in rows if _name(rows, code) == name), None)
        if found is None:
            known = list_cells.join_words(_name(rows, code) for code in list(rows)[:MOST_NAMED])
            more = "…" if len(rows) > MOST_NAMED else ""
            raise DeskError(f"没有“{name}”", f"可以写: {known}{more}" if known else "请先在那张表里加上")
        return found


def _name(rows: Rows, code: str) -> str:
    return (rows.get(code) or {}).get("name") or code


def _flag(text: str) -> str:
    if text.lower() in ("是", "yes", "y", "1", "true", "√", "停用"):
        return YES
    if text.lower() in ("否", "no", "n", "0", "false", "在用"):
        return ""
    raise DeskError("只能填是或否", f"现在是 {text[:10]}")


def _choice(codes: Sequence[Code], text: str) -> str:
    found = next((one for one in codes if text in (one.value, one.label)), None)
    if found is None:
        raise DeskError(f"没有“{text[:20]}”这一种", f"只能是 {'、'.join(one.label for one in codes)}")
    return str(found)


Check = Callable[[str, Cells, "Lists"], None]


@dataclass(frozen=True)
class ListFacts:
    """One list. Rows are told apart by the column `key`, which a new row is asked for unless it is made from its name.

    `grows`: rows may be added and put out of use. `kept`: codes the program cannot do without. `check` looks at a whole
    row beside the others and raises DeskError.
    """

    name: str
    label: str
    note: str
    columns: tuple[ListColumn, ...]
    key: ListColumn | None = None
    grows: bool = True
    kept: frozenset[str] = frozenset()
    brief: tuple[str, ...] = ()
    check: Check | None = None
    off: ListColumn = field(default=ListColumn(OFF, "停用", ListKind.FLAG), repr=False)

    @property
    def all_columns(self) -> tuple[ListColumn, ...]:
        """The row's own, and whether it is out of use where that can be."""
        return (*self.columns, self.off) if self.grows else self.columns

    def column(self, name: str) -> ListColumn | None:
        return next((one for one in self.all_columns if one.name == name), None)

    def code_of(self, typed: str, cells: Cells) -> str:
        """The code of a new row; DeskError where it cannot be one."""
        if self.key is None:
            return cells.get("name", "").strip()
        return self.key.stored(typed, NOTHING)


class Lists:
    """The rows in force in one place. Read when first asked for: most decisions need none."""

    def __init__(self, read: Callable[[], tuple[Layer, Sequence[tuple[Level, Layer]]]] | None = None) -> None:
        """`read` gives the program's own rows and the layers over them, from weak to strong."""
        self._read = read
        self._own: Layer = {}
        self._layers: Sequence[tuple[Level, Layer]] = ()

    def read_now(self) -> None:
        """Before what they are read from is closed."""
        self._ready()

    def _ready(self) -> None:
        if self._read is not None:
            self._own, self._layers = self._read()  # what fails here is asked for again, and is not an empty list
            self._read = None

    def layer(self, level: Level, name: str) -> Rows:
        """The rows that are this level's own word."""
        self._ready()
        if level is Level.DEFAULT:
            return self._own.get(name, {})
        return next((rows.get(name, {}) for one, rows in self._layers if one is level), {})

    def below(self, level: Level, name: str, code: str) -> Cells | None:
        """What would hold without this level's word."""
        self._ready()
        weaker = [rows for one, rows in self._layers if list(Level).index(one) < list(Level).index(level)]
        found = [rows[name][code] for rows in (self._own, *weaker) if code in rows.get(name, {})]
        return _laid(found) if found else None

    def every(self, name: str) -> dict[str, Cells]:
        """All rows, those out of use too: the program's own in their order, others behind those they follow."""
        self._ready()
        stacks: dict[str, list[Cells]] = {code: [cells] for code, cells in self._own.get(name, {}).items()}
        for _level, rows in self._layers:
            for code, cells in rows.get(name, {}).items():
                stacks.setdefault(code, []).append(cells)
        order = _ordered(list(self._own.get(name, {})), stacks)
        return {code: _laid(stacks[code]) for code in order}

    def rows(self, name: str) -> dict[str, Cells]:
        """The rows in use."""
        return {code: cells for code, cells in self.every(name).items() if cells.get(OFF) != YES}

    def level(self, name: str, code: str) -> Level:
        """Whose word the row in force is."""
        self._ready()
        said = [level for level, rows in self._layers if code in rows.get(name, {})]
        return said[-1] if said else Level.DEFAULT

    def says(self, *names: str) -> bool:
        """Whether the company or the estate has a word in one of these lists."""
        self._ready()
        return any(rows.get(name) for _level, rows in self._layers for name in names)

    def on(self, own: Layer) -> "Lists":
        """The same words over other rows of the program's own."""
        self._ready()
        layers = self._layers
        return Lists(lambda: (own, layers))

    def with_row(self, level: Level, name: str, code: str, cells: Cells | None) -> "Lists":
        """As it would be with this row said (None: no longer said) at a level."""
        self._ready()
        found = [(one, rows) for one, rows in self._layers if one is not level]
        mine = next((dict(rows) for one, rows in self._layers if one is level), {})
        said = {one: held for one, held in mine.get(name, {}).items() if one != code}
        mine[name] = said if cells is None else {**said, code: cells}
        layers = sorted([*found, (level, mine)], key=lambda one: list(Level).index(one[0]))
        own = self._own
        return Lists(lambda: (own, layers))


NOTHING = Lists()


def _laid(stack: Iterable[Cells]) -> Cells:
    """The strongest row; a column it does not know (a newer program's) is the weaker one's."""
    laid: dict[str, str] = {}
    for cells in stack:
        laid |= cells
    return laid


def _ordered(own: list[str], stacks: Mapping[str, object]) -> list[str]:
    """A new row stands behind the last of its kind: 19 behind 18, a word at the end."""
    order = list(own)
    for code in sorted(code for code in stacks if code not in own):
        before = [place for place, one in enumerate(order) if one[:1] == code[:1] and one < code and code.isdigit()]
        order.insert(before[-1] + 1 if before else len(order), code)
    return order


def check_row(facts: ListFacts, code: str, cells: Cells, lists: Lists) -> None:
    """Whether a stored row can stand beside the others; a DeskError names the column and what would be right."""
    if facts.key is not None and facts.key.stored(code, NOTHING) != code:
        raise DeskError(f"{facts.key.label}“{code}”不对", facts.key.hint, facts.key.name)
    if not code:
        raise DeskError(f"{facts.label}的这一行没有名称", "请填写名称", "name")
    for column in facts.columns:
        _check_cell(column, str(cells.get(column.name) or ""), lists)
    if cells.get(OFF) == YES:
        if not facts.grows or code in facts.kept:
            raise DeskError(f"“{cells.get('name') or code}”不能停用", "程序少不了这一行", OFF)
        return
    for column in facts.columns:
        _check_unique(facts, column, code, cells, lists)
    if facts.check is not None:
        facts.check(code, cells, lists)


def _check_cell(column: ListColumn, text: str, lists: Lists) -> None:
    """A row may name what has been put out of use since, but not what never was; unknown lists are passed over."""
    if column.refers:
        known = lists.every(column.refers)
        strange = [one for one in list_cells.words_of(text) if known and one not in known]
        if strange:
            raise DeskError(f"{column.label}: 没有“{strange[0]}”", "请先在那张表里加上, 或改成已有的", column.name)
        if text or not column.required:
            return
    column.stored(text, lists)


def _check_unique(facts: ListFacts, column: ListColumn, code: str, cells: Cells, lists: Lists) -> None:
    mine = cells.get(column.name)
    if not column.unique or not mine:
        return
    for other, held in lists.rows(facts.name).items():
        if other != code and held.get(column.name) == mine:
            raise DeskError(
                f"{column.label} {mine} 已经用在“{held.get('name') or other}”",
                f"请换一个{column.label}, 或先改那一行",
                column.name,
            )
