"""Two real desks and the channel's door give away the last places at once: every desk shows the same list."""

from dataclasses import replace

from desk.domain.roles import Role
from desk.services.notices import reads
from sync.server.routes import GUARDS
from tests.sync.client.conftest import Joined
from tests.sync.client.joined import Desk
from tests.sync.doors.channel import made, said
from tests.sync.doors.test_sign_ups import PARTY, signs
from tests.world import World


def listed(world: World, ent: str) -> list[tuple[str, int, bool]]:
    actor = world.office.actor(world.database, world.scope, world.people[Role.CLERK].id)
    _, found = reads.seats_of(world.database, actor, world.scope, world.row("notice", ent))
    return [(str(one.values["name"]), one.place, one.waits) for one in found]


def quiet(*desks: Desk) -> None:
    for _ in range(3):
        for one in desks:
            assert one.round().fault is None


def test_the_last_places_go_in_the_order_of_the_log_and_every_desk_shows_it(joined: Joined) -> None:
    first, second = joined.first.world, joined.second.world
    told = {name: value for name, value in PARTY.items() if value is not None}
    ent = first.take(Role.CLERK, "notice.draft", **told, phone="8801 6000", undersigned="物业")
    first.take(Role.CLERK, "notice.submit", ent)
    first.take(Role.SUPERVISOR, "notice.approve", ent, reviewer="张敏")
    quiet(joined.first, joined.second)
    first.take(Role.CLERK, "sign_up.sign", notice_id=ent, name="李国富", people=2)
    second.take(Role.CLERK, "sign_up.sign", notice_id=ent, name="孙立新", people=1)
    assert [(name, waits) for name, _, waits in listed(first, ent)] == [("李国富", False)], "as far as it knows"
    server = replace(joined.center.server, guards={**GUARDS, **joined.center.server.guards})
    channel = made(server, first, (first.scope,))
    assert said(signs(channel, ent, people=2))["state"] == "signed", "the log has nobody else yet"
    quiet(joined.second, joined.first)
    lists = [listed(world, ent) for world in (first, second)]
    assert lists[0] == lists[1] == [("王秀英", 1, False), ("孙立新", 2, False), ("李国富", 1, True)]
    assert said(channel.send("GET", "/v1/channel/sign-ups/a-1"))["place"] == 1
