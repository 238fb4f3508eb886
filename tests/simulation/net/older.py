"""Desks with an older program (I20): what they cannot read stands still there; a newer program takes it up."""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from desk.domain.service import Rulebook
from desk.store.thawing import thaw

if TYPE_CHECKING:
    from tests.simulation.net.machines import Desk
    from tests.simulation.net.sim import Sim

NO_RECORD = "attachment"
NO_STEPS = {"work_order": ("remark", "answer_call", "suspend", "forward"), "resident": ("edit",), "home": ("edit",)}


@lru_cache(maxsize=4)
def rules_of_before(rules: Rulebook) -> Rulebook:
    """The rules of a program that knew fewer steps, and nothing of attachments."""
    before = Rulebook(rules.services)
    del before._flows[NO_RECORD]
    for record, names in NO_STEPS.items():
        flow = before._flows[record]
        before._flows[record] = replace(flow, steps=tuple(step for step in flow.steps if step.name not in names))
    return before


def is_older(desk: "Desk") -> bool:
    return desk.rules is not desk.template.world.rules


def make_older(desk: "Desk") -> None:
    _run(desk, rules_of_before(desk.template.world.rules))


def upgrade(sim: "Sim", desk: "Desk") -> None:
    """The program is ended, and a newer one begins on the same file, whatever waits in it."""
    if is_older(desk):
        _run(desk, desk.template.world.rules)
        sim.restart(desk)
        sim.say(f"desk {desk.number} upgraded")


def _run(desk: "Desk", rules: Rulebook) -> None:
    desk.rules = rules
    for world in desk.worlds.values():
        world.rules = rules
        world.__post_init__()


def begin(sim: "Sim", desk: "Desk") -> None:
    """What a program does before its first exchange: it takes up what the one before it could not read."""
    line = sim.lines[desk.number]
    for scope in desk.all_scopes:
        thaw(desk.database, line.rules, line.context_of, scope, desk.clock())
    desk.is_begun = True


def event(sim: "Sim", desk: "Desk") -> None:
    if sim.random.random() < 0.4:
        upgrade(sim, desk)
    else:
        sim.restart(desk)
        sim.say(f"desk {desk.number} begins again")
