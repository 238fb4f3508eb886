"""Of a complaint the book has its number and state: none of its words, neither for a clerk nor for who may read it."""

import pytest

from desk.domain.open_matter import OpenKind
from desk.domain.roles import Role
from desk.services import open_matters
from desk.services.hand_over import drafting
from tests.confidential import WORDS, Safe
from tests.world import World


@pytest.mark.parametrize("role", [Role.CLERK, Role.SUPERVISOR, Role.MANAGER, Role.SQUAD_LEADER])
def test_no_word_of_a_complaint_is_handed_over(world: World, role: Role) -> None:
    safe = Safe(world)
    safe.sign_in(Role.MANAGER)  # whoever may read them has signed in on this PC once
    safe.file.close()
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    safe.file.close()
    safe.sign_in(role)
    actor = world.office.actor(world.database, world.scope, world.people[role].id)
    settings, lists = (
        world.office.settings(world.database, world.scope),
        world.office.lists(world.database, world.scope),
    )
    now = world.clock.now
    found = open_matters(world.database, actor, world.scope, settings, lists, world.office.calendar, now)
    told = drafting.lines(found, [], now)
    assert any(one["kind"] == OpenKind.COMPLAINT for one in told), "that there is one is no secret"
    assert not any(word in str(told) for word in WORDS)
    ent = world.take(Role.CLERK, "hand_over.give", shift="早班", lines=told, objects=[])
    assert not any(word in str(world.row("hand_over", ent)) for word in WORDS)
    safe.file.close()
