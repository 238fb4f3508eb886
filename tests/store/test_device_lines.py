"""A PC's own log becomes steps once, whoever wrote the lines and wherever a kill came."""

from desk.domain.roles import Role
from desk.store import accounts, device, device_lines
from sync.protocol.envelope import unpack
from tests.world import World


def write(world: World, *lines: tuple[str, str]) -> None:
    with world.database.write() as connection:
        for by, what in lines:
            accounts.note(connection, world.clock(), by, what)


def sent(world: World) -> list[tuple[str, str]]:
    rows = world.database.read("SELECT op, body FROM outbox WHERE scope LIKE 'd/%' ORDER BY pos")
    return [(unpack(op)["by"], unpack(body)["what"]) for op, body in rows]


def test_lines_become_steps_of_the_device_s_own_scope(world: World) -> None:
    clerk = world.people[Role.CLERK].id
    write(world, (clerk, "sign_in"), ("", "sign_in_failed"))
    assert device_lines.gather(world.database, world.steps) == 2
    assert sent(world) == [(clerk, "sign_in"), ("", "sign_in_failed")]
    assert device_lines.gather(world.database, world.steps) == 0


def test_a_kill_before_the_mark_sends_no_line_twice(world: World) -> None:
    write(world, ("", "sign_in_failed"))
    device_lines.gather(world.database, world.steps)
    with world.database.write() as connection:
        device.put(connection, device_lines.SENT, 0)
    write(world, ("", "unlock_failed"))
    assert device_lines.gather(world.database, world.steps) == 2
    assert [what for _, what in sent(world)] == ["sign_in_failed", "unlock_failed"]
