"""The steps of a desk with two files: what is confidential into its own where that is open, sealed where it is not."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desk.domain.deciding import Did
from desk.domain.roles import Actor
from desk.domain.scopes import is_confidential
from desk.store.steps import Changed, ContextOf, Group, StepRequest, Steps

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from desk.domain.service import Rulebook
    from desk.store.confidential import Confidential
    from desk.store.database import Database


class DeskSteps(Steps):
    """Like Steps of one file. A group may mix both: all of it is done or nothing (see desk.store.confidential)."""

    def __init__(
        self,
        database: "Database",
        rules: "Rulebook",
        clock: Callable[[], int],
        context_of: ContextOf,
        confidential: "Confidential",
    ) -> None:
        super().__init__(database, rules, clock, context_of, seals=True)
        self._confidential = confidential

    def take(self, actor: Actor, *requests: StepRequest) -> Changed:
        """Those of the main file first, then the others: a complaint points to its line, never the line to it."""
        inner = self._inner()
        kept = {k: one for k, one in enumerate(requests) if inner is not None and is_confidential(one.scope)}
        if inner is None or not kept:
            return super().take(actor, *requests)
        group = Group.of(self._clock(), len(requests))
        plain = {k: one for k, one in enumerate(requests) if k not in kept}

        def within(main: "Connection") -> None:
            inner.take_part(actor, group, kept, counts=main)

        self.take_part(actor, group, plain, within)
        self._confidential.admit()
        self._confidential.note()
        return group.changed()

    def forecast(self, actor: Actor, request: StepRequest) -> Did:
        inner = self._inner() if is_confidential(request.scope) else None
        return super().forecast(actor, request) if inner is None else inner.forecast(actor, request)

    def _inner(self) -> Steps | None:
        own = self._confidential.database
        return None if own is None else Steps(own, self._rules, self._clock, self._confidential.context_of)
