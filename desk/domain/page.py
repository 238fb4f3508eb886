"""A screen as data: piles, columns and facts by field name. No callables, no Qt words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pile:
    """One tab of a list: the records in these states, oldest due first unless it says otherwise."""

    name: str
    label: str
    states: tuple[str, ...]
    order: str = "-id"
    counted: bool = True


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of lists with detail. Every name in it is a field of the record; a house test checks that."""

    name: str
    label: str
    icon: str
    record: str
    piles: tuple[Pile, ...]
    columns: tuple[str, ...]
    filters: tuple[str, ...]
    facts: tuple[str, ...]
    export: tuple[str, ...] = ()
    empty: str = ""
    first_step: str = ""
