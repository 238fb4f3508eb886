"""The neutral line follows its complaint: whatever it was told last holds, so that two desks never quarrel over it."""

from desk.domain.deciding import Context
from desk.domain.flow import Frozen, Rule, Verdict
from desk.services.complaints.record import InHandState


def to(state: InHandState) -> Rule:
    """A step that leads there from anywhere. It is no move of the table: a line told twice is one line."""

    def rule(before: Frozen, body: Frozen, context: Context) -> Verdict:
        return Verdict(to=state)

    return rule
