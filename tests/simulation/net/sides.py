"""What must hold of two sides and of histories that went back: gates, facts, the order of old entries."""

from collections.abc import Iterable

from desk.domain.conflicts import OVERTAKEN
from desk.domain.deciding import BRANCH, OPEN, Is
from desk.domain.flow import RESOLVE
from desk.domain.service import Rulebook
from desk.domain.taking_back import NAME as TAKE_BACK
from tests.simulation.net.invariants import entries_of
from tests.simulation.net.ledger import Ledger
from tests.simulation.net.machines import Center


def check(center: Center, rules: Rulebook, scopes: Iterable[str]) -> None:
    for scope in scopes:
        _check_scope(center, rules, scope)


def _check_scope(center: Center, rules: Rulebook, scope: str) -> None:
    """One walk through the log: nothing ends while a side waits; every fact is posted somewhere; no rule failed."""
    waiting: dict[str, set[str]] = {}  # open branches by entity
    sides: dict[str, dict[str, object]] = {}  # branches as they stand
    for seq, _, entry in entries_of(center, scope):
        did, ent = entry.did, entry.head.ent
        where = f"{entry.head.kind} at {seq} of {scope}"
        code = did.refusal.code if did.refusal else ""
        assert code != "fault", f"a rule failed: {where}"
        flow = rules.flow(entry.record)
        step = flow.step(entry.step) if flow else None
        if flow is None or step is None:
            continue
        if did.verdict is Is.OK and step.ends:
            assert not waiting.get(ent), f"gate: {where} ended what waits for a decision"
        if did.verdict is Is.DENIED and step.fact and entry.step not in (TAKE_BACK, RESOLVE):
            assert code not in OVERTAKEN, f"facts: {where} was turned away ({code})"
        for make in did.make:
            if make.record != BRANCH:
                continue
            sides[make.id] = {**sides.get(make.id, {}), **make.values}
            if did.verdict is Is.CONTESTED:
                waiting.setdefault(ent, set()).add(make.id)
            if make.values.get("status") not in (None, str(OPEN), OPEN):
                waiting.get(str(sides[make.id].get("ent")), set()).discard(make.id)
            if did.verdict is Is.CONTESTED and step.fact:
                private = flow.record.private
                said = {k for k in entry.values if flow.record.has(k) and k not in private}
                posted = dict(make.values.get("sets") or {})
                assert said <= posted.keys(), f"facts: {where} lost {said - posted.keys()}"
                stem = step.moment
                assert stem is None or stem in posted, f"facts: {where} lost its moment"


def i22_causes_first(ledger: Ledger, center: Center) -> None:
    """What a desk knew when a step was taken on it stands before that step in the log, whatever went back since.

    Not where single ops were put off: one op in trouble delays no other (rule 7).
    """
    place = {str(one): int(seq) for one, seq in center.database.read("SELECT id, seq FROM journal")}
    for effect, causes in ledger.causes.items():
        for cause in causes:
            if effect in place and cause in place:
                assert place[cause] < place[effect], "I22: an effect stands before what its desk knew"
