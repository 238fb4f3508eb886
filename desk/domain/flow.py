"""A life as data: what may follow what, by whom, asking which fields, opening what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desk.domain.code import Code
from desk.domain.field import RecordType
from desk.domain.roles import COUNTER, LEADERS, Role
from desk.domain.unaltered import unaltered
from desk.domain.values import Frozen as Frozen
from desk.domain.values import Values as Values

if TYPE_CHECKING:
    from desk.domain.deciding import Context


@unaltered
class Make:
    """A row that a step opens, with an id derived from its parent (never from an op)."""

    record: str
    id: str
    values: Frozen


@unaltered
class Verdict:
    """What a rule decided beyond the table: fields to set, rows to open, another state, or a refusal."""

    set: Frozen = field(default_factory=dict)
    make: tuple[Make, ...] = ()
    to: Code | None = None
    refusal: "Refusal | None" = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step may not be taken: a word for the log, a sentence and an advice for the person."""

    code: str
    message: str
    advice: str = ""
    field: str | None = None


Rule = Callable[[Frozen, Frozen, "Context"], Verdict]
Dues = Callable[[Frozen, "Context"], Values]
RESOLVE = "resolve"  # 裁定: a step of every record, since any may have been changed by two desks at once


@dataclass(frozen=True, slots=True)
class Step:
    """One row of a FLOW table.

    `frm` empty: the step makes a new record. `to` None: the record stays in its state. `asks` must be given or already
    known, `takes` may be given. `moment` names the moment the step reports. A fact posts its times even where its move
    cannot stand; the others are choices (sync.md, Conflicts). `twice`: for a step that makes a record whose id is
    derived, the words of its refusal when there is one already. `ends`: forbidden while a branch is to be decided.
    `at_once`: one key takes it as it is; what it takes may be told later. `alike_but`: what two desks that did the same
    may have said differently, such as who it was: the first in the log stands, the second is one with it.
    """

    name: str
    label: str
    frm: frozenset[Code]
    to: Code | None
    by: frozenset[Role]
    asks: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    key: str = ""
    icon: str = ""
    fact: bool = False
    moment: str | None = None
    opens: tuple[str, ...] = ()
    rule: Rule | None = None
    undoable: bool = False
    shown: bool = True
    twice: Callable[[Frozen], Refusal] | None = None
    ends: bool = False
    at_once: bool = False
    alike_but: tuple[str, ...] = ()
    told: frozenset[str] = field(init=False, repr=False, compare=False)  # all that may be given

    def __post_init__(self) -> None:
        object.__setattr__(self, "told", frozenset((*self.asks, *self.takes)))

    @property
    def makes_new(self) -> bool:
        return not self.frm

    @property
    def moves(self) -> bool:
        """Whether it leads somewhere: two moves of two desks that knew nothing of each other are for a person."""
        return self.to is not None


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole life of one record. `dues` computes the due moments a screen and a query sort by."""

    record: RecordType
    status: type[Code]
    steps: tuple[Step, ...]
    dues: Dues | None = None
    _by_name: Mapping[str, Step] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        resolve = Step(RESOLVE, "裁定", frozenset(self.status), None, COUNTER | LEADERS, shown=False)
        object.__setattr__(self, "_by_name", {RESOLVE: resolve} | {step.name: step for step in self.steps})

    def step(self, name: str) -> Step | None:
        return self._by_name.get(name)

    def possible(self, status: object, roles: frozenset[Role]) -> tuple[Step, ...]:
        """The steps that this person may take from this state, in table order."""
        return tuple(step for step in self.steps if status in step.frm and not step.by.isdisjoint(roles))

    def reachable(self) -> frozenset[Code]:
        """Every state some chain of steps leads to."""
        seen: set[Code] = {step.to for step in self.steps if step.makes_new and step.to is not None}
        while True:
            more = {step.to for step in self.steps if step.to is not None and not step.frm.isdisjoint(seen)} - seen
            if not more:
                return frozenset(seen)
            seen |= more


def master_data(
    record: RecordType, by: frozenset[Role], required: Iterable[str] = (), rule: Rule | None = None
) -> Flow:
    """The plain life of master data: add, edit, void, restore. Nothing is ever removed.

    `rule` looks at what is about to be in use: at add, edit and restore.
    """
    takes = tuple(f.name for f in record.fields if f.name != "status")
    asks = tuple(required) or tuple(f.name for f in record.fields if f.required)
    alive, gone = frozenset[Code]({Life.ACTIVE}), frozenset[Code]({Life.VOID})
    return Flow(
        record,
        Life,
        (
            Step("add", "新增", frozenset(), Life.ACTIVE, by, asks=asks, takes=takes, rule=rule),
            Step("edit", "修改", alive, None, by, takes=takes, rule=rule),
            Step("void", "停用", alive, Life.VOID, by),
            Step("restore", "恢复", gone, Life.ACTIVE, by, rule=rule),
        ),
    )


class Life(Code):
    """The states of master data."""

    ACTIVE = "active", "在用"
    VOID = "void", "已停用"
