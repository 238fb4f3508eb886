"""What a register is: its columns with their widths and words, what it adds up, who may have it, who signs it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from desk.domain.calendar import day_of
from desk.domain.code import Code
from desk.domain.errors import DeskError
from desk.domain.field import Kind
from desk.domain.flow import Frozen
from desk.domain.phones import mask
from desk.domain.roles import EVERYBODY, Role
from desk.domain.words_of_time import clock_word

SIGNATURES = ("制表人", "客服主管", "项目经理（盖章）")
CHARACTERS_PER_MM = 0.68  # a workbook's column that is as wide as the printed one
R = Role
# Who sits at the counter, and who answers for it.
DESK = frozenset({R.CLERK, R.SUPERVISOR, R.SQUAD_LEADER, R.MANAGER, R.HEAD_OFFICE})
MONEY = frozenset({R.CLERK, R.SUPERVISOR, R.MANAGER, R.ACCOUNTANT, R.HEAD_OFFICE})


class Shelf(Code):
    """Where a register stands among the others."""

    REPAIRS = "repairs", "维修"
    GOODS = "goods", "生鲜·家政"
    WORDS = "words", "公告·投诉"
    SHIFTS = "shifts", "值班"
    MONEY = "money", "收款"


@dataclass(frozen=True, slots=True)
class RegisterColumn:
    """One column: `cell` gives its value (UTC ms, fen, a number or text, by its kind), `width` is mm on paper."""

    label: str
    width: float
    cell: Callable[[Frozen], object]
    kind: Kind = Kind.TEXT
    phone: bool = False

    @property
    def figures(self) -> bool:
        return self.kind in (Kind.NUMBER, Kind.MONEY)

    def value(self, values: Frozen, phones: bool) -> object:
        """What stands in the cell; a telephone number is masked unless `phones` are asked for."""
        told = self.cell(values)
        return mask(str(told)) if self.phone and told and not phones else told

    def words(self, values: Frozen, phones: bool) -> str:
        """The same on paper, where the year stands in the head: `11-03 14:30`, `1,200.00`."""
        told = self.value(values, phones)
        if told is None or told == "":
            return ""
        if self.kind is Kind.MOMENT and isinstance(told, int):
            return f"{day_of(told)[5:]} {clock_word(told)}"
        if self.kind is Kind.MONEY and isinstance(told, int):
            return f"{'-' if told < 0 else ''}{abs(told) // 100:,}.{abs(told) % 100:02d}"
        return str(told)


class Sums(Protocol):
    """Adds up row by row while the register is written."""

    def add(self, values: Frozen) -> None: ...

    def words(self) -> Sequence[str]:
        """The lines under the last row."""
        ...


@dataclass(frozen=True, slots=True)
class Beside:
    """A row that a register's row names in `field` is read with it, under `key`; a company's (staff) too."""

    field: str
    record: str
    key: str = "about"


@dataclass(frozen=True, slots=True)
class Register:
    """`moments`: which field dates a row of these states; rows come in the order of that moment.

    `equal`: only rows with these values; `readers`: who may have it, whole or in part as they may see its rows.
    """

    name: str
    title: str
    record: str
    columns: tuple[RegisterColumn, ...]
    moments: tuple[tuple[str, tuple[str, ...]], ...]
    sums: Callable[[], Sums]
    shelf: Shelf = Shelf.REPAIRS
    readers: frozenset[Role] = EVERYBODY
    equal: tuple[tuple[str, str], ...] = ()
    about_order: bool = False  # what the row is about is read with it, under "order": the repair, or who asked for it
    beside: tuple[Beside, ...] = ()
    with_money: bool = False  # what came for it is read with it: live sums of money, under "takings"

    @property
    def has_phones(self) -> bool:
        return any(one.phone for one in self.columns)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which register of which estate, from a day to a day (both included), with phones or masked."""

    register: Register
    scope: str
    from_on: str
    to_on: str
    phones: bool = False

    def __post_init__(self) -> None:
        if self.from_on > self.to_on:
            raise DeskError("起始日期在结束日期之后", "请把两个日期对调")

    @property
    def range_words(self) -> str:
        return self.from_on if self.from_on == self.to_on else f"{self.from_on} 至 {self.to_on}"

    @property
    def phones_words(self) -> str:
        """What the head says of telephone numbers."""
        return "　电话已遮" if self.register.has_phones and not self.phones else ""

    @property
    def file_name(self) -> str:
        days = dict.fromkeys((self.from_on.replace("-", ""), self.to_on.replace("-", "")))
        return f"{self.register.title}-{'-'.join(days)}"


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the table; `made_at` is UTC ms."""

    company: str
    estate: str
    made_by: str
    made_at: int
