"""Values that nobody alters and that are made by the hundred thousand.

A frozen dataclass sets each of its fields by a call: four times as long as an assignment. These are frozen for whoever
checks the program, and cost nothing while it runs.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def unaltered(cls: type[T]) -> type[T]:
    """A dataclass with slots, compared by its fields."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
