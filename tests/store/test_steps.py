"""A step is one transaction: the record, the op in exact bytes, and a note for search; or nothing at all."""

from typing import Any

import pytest

from desk.domain.errors import DeskError
from desk.domain.roles import Actor, Role
from desk.store import log
from desk.store.steps import StepRefused, StepRequest
from sync.protocol.envelope import Envelope, digest, unpack
from tests.world import World

TABLES = ("outbox", "undo", "search_due", "device", "work_order", "revisit", "staff", "grant")


def everything(world: World) -> dict[str, list[Any]]:
    return {name: world.database.read(f'SELECT * FROM "{name}" ORDER BY 1, 2') for name in TABLES}


def ops(world: World, ent: str) -> list[tuple[Envelope, dict[str, Any], dict[str, Any]]]:
    """Head, body and private part of every op of an entity, in order."""
    rows = world.database.read("SELECT op, body, pii FROM outbox WHERE ent=? ORDER BY n", (ent,))
    return [(Envelope.open(op), unpack(body), unpack(pii) if pii else {}) for op, body, pii in rows]


def test_it_writes_the_record_the_op_and_the_note(world: World) -> None:
    before = len(world.database.read("SELECT 1 FROM outbox"))
    order = world.order()
    row = world.row("work_order", order)
    assert (row["status"], row["where"], row["reporter"]) == ("accepted", "3-2-1801", "王秀英")
    ((head, body, pii),) = ops(world, order)
    assert (head.kind, head.ent, head.scope, head.at) == ("work_order.intake", order, world.scope, world.clock.now)
    assert head.by == world.people[Role.CLERK].id
    assert body["where"] == "3-2-1801"
    assert set(pii) == {"s", "reporter", "reporter_phone", "matter"}
    assert not set(body) & (set(pii) - {"s"})
    assert len(world.database.read("SELECT 1 FROM outbox")) == before + 1
    assert world.database.read("SELECT 1 FROM search_due WHERE kind='work_order' AND id=?", (order,))


def test_the_hashes_are_of_the_exact_bytes(world: World) -> None:
    world.slip_back()
    for op, body, pii, ident in world.database.read("SELECT op, body, pii, id FROM outbox"):
        head = unpack(op)
        assert head["body"] == digest(body)
        assert head["pii"] == (digest(pii) if pii else None)
        assert head["id"] == ident


def test_after_is_the_newest_op_of_the_entity_in_the_clerks_view(world: World) -> None:
    order = world.slip_back()
    heads = [head for head, _, _ in ops(world, order)]
    assert [head.after for head in heads] == [None, *(head.id for head in heads[:-1])]
    assert [head.n for head in heads] == sorted(head.n for head in heads)


def test_after_of_a_row_that_was_opened_is_the_op_that_opened_it(world: World) -> None:
    order = world.finished()
    finish = ops(world, order)[-1][0]
    revisit = world.row("work_order", order)["revisit_id"]
    world.take(Role.CLERK, "revisit.dial", revisit)
    assert [head.after for head, _, _ in ops(world, revisit)] == [finish.id]


@pytest.mark.parametrize(
    ("role", "kind", "values"),
    [
        (Role.ACCOUNTANT, "work_order.intake", {"where": "x", "matter": "y"}),
        (Role.CLERK, "work_order.intake", {"where": "x"}),
        (Role.CLERK, "work_order.intake", {"where": "x", "matter": "y\x00"}),
        (Role.CLERK, "work_order.teleport", {}),
        (Role.CLERK, "spaceship.add", {}),
        (Role.CLERK, "staff.add", {"name": "新人", "staff_no": "99"}),
    ],
)
def test_refused_nothing_is_written_and_no_number_is_used(
    world: World, role: Role, kind: str, values: dict[str, Any]
) -> None:
    before = everything(world)
    record, _, step = kind.partition(".")
    scope = world.company if record == "staff" else world.scope
    with pytest.raises(StepRefused) as refused:
        world.changed(role, StepRequest(scope, record, step, values))
    assert refused.value.message
    assert refused.value.advice
    assert everything(world) == before


def test_a_group_is_taken_whole_or_not_at_all(world: World) -> None:
    before = everything(world)
    good = world.request("work_order.intake", where="3-2-1801", matter="漏水", charge="paid")
    bad = world.request("work_order.dispatch", "@0", crew_id=world.crew, crew="水电班")
    with pytest.raises(StepRefused, match="价格"):
        world.changed(Role.CLERK, good, bad)
    assert everything(world) == before


def test_a_group_speaks_of_what_it_has_just_made(world: World) -> None:
    crew = {"crew_id": world.crew, "crew": "水电班"}
    changed = world.changed(
        Role.CLERK,
        world.request("work_order.intake", where="3-2-1801", matter="@0", charge="free"),
        world.request("work_order.dispatch", "@0", **crew),
        world.request("slip.issue", order_id="@0", no="W1A-0001", copy_no=1),
    )
    order, same, slip = changed.ents
    assert order == same
    assert world.row("slip", slip)["order_id"] == order
    assert world.row("work_order", order)["matter"] == "@0", "only references are looked up"
    groups = {head.grp for ent in (order, slip) for head, _, _ in ops(world, ent)}
    assert len(groups) == 1
    assert None not in groups
    assert changed.touched == {("work_order", order), ("slip", slip)}
    assert changed.any_of("slip")
    assert not changed.any_of("revisit")


def test_one_step_is_no_group(world: World) -> None:
    assert ops(world, world.order())[0][0].grp is None


def test_what_a_step_opened_is_among_what_changed(world: World) -> None:
    order = world.dispatched()
    changed = world.changed(Role.CLERK, world.request("work_order.finish", order, result="repaired"))
    revisit = world.row("work_order", order)["revisit_id"]
    assert changed.touched == {("work_order", order), ("revisit", revisit)}


def test_roles_are_those_held_now_whatever_the_screen_thinks(world: World) -> None:
    clerk = world.people[Role.CLERK]
    boasting = Actor(clerk.id, frozenset({Role.HEAD_OFFICE}))
    with pytest.raises(StepRefused, match="岗位"):
        world.steps.take(boasting, StepRequest(world.company, "estate", "add", {"name": "新小区"}))


def test_a_forecast_says_the_verdict_and_writes_nothing(world: World) -> None:
    order = world.order(charge="paid")
    before = everything(world)
    did = world.forecast(Role.CLERK, "work_order.dispatch", order, crew_id=world.crew, crew="水电班")
    assert did.refusal is not None
    assert did.refusal.code == "price"
    assert world.forecast(Role.CLERK, "work_order.intake", where="x", matter="y").refusal is None
    assert everything(world) == before


def test_an_op_has_a_largest_size(world: World) -> None:
    before = everything(world)
    materials = [{"name": "阀" * 190, "count": 1} for _ in range(150)]
    order = world.finished()
    world.take(Role.CLERK, "work_order.sign", order, signature="self")
    before = everything(world)
    with pytest.raises(DeskError, match="内容太长"):
        world.take(Role.CLERK, "work_order.slip_back", order, materials=materials)
    assert everything(world) == before


def test_search_is_told_of_what_is_searched_and_of_nothing_else(world: World) -> None:
    order = world.dispatched()
    with world.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM search_due")
    world.take(Role.CLERK, "work_order.arrive", order)
    world.take(Role.CLERK, "work_order.finish", order, result="not_repaired", not_repaired_why="缺件")
    assert world.database.read("SELECT * FROM search_due") == []
    world.take(Role.CLERK, "work_order.amend", order, matter="改成厨房漏水")
    assert world.database.read("SELECT kind, id FROM search_due") == [("work_order", order)]


def test_numbers_are_given_by_the_desk_in_order(world: World) -> None:
    numbers = [world.row("work_order", world.order())["no"] for _ in range(3)]
    prefix = numbers[0][:-4]
    assert numbers == [f"{prefix}000{k}" for k in (1, 2, 3)]
    assert world.row("work_order", world.order(no="BLANK-7"))["no"] == "BLANK-7"


def test_the_history_says_who_when_and_what(world: World) -> None:
    order = world.finished()
    entries = log.history(world.database, order)
    assert [entry.step for entry in entries] == ["intake", "dispatch", "arrive", "finish"]
    assert [entry.record for entry in entries] == ["work_order"] * 4
    assert all(entry.pending for entry in entries)
    assert entries[0].values["matter"] == "厨房水龙头一直滴水"
    assert entries[1].values["crew"] == "水电班"
    assert "s" not in entries[0].values
    assert entries[3].did.make[0].record == "revisit"


def test_old_and_new_values_of_an_edit_are_read_back_whole(world: World) -> None:
    world.take(
        Role.SUPERVISOR, "resident.edit", world.resident, name="王秀瑛", level="key",
        was={"name": "王秀英", "level": "ordinary"},
    )  # fmt: skip
    entry = log.history(world.database, world.resident)[-1]
    assert entry.values["was"] == {"name": "王秀英", "level": "ordinary"}
    body, pii = world.database.read("SELECT body, pii FROM outbox ORDER BY n DESC LIMIT 1")[0]
    assert unpack(body)["was"] == {"level": "ordinary"}
    assert unpack(pii)["was"] == {"name": "王秀英"}


def test_a_number_of_the_same_group_stands_for_what_was_printed_on_it(world: World) -> None:
    one = world.order()
    whole, _ = world.changed(
        Role.CLERK,
        world.request("work_order.intake", where="3-2", matter="疑似公共管道", charge="free"),
        world.request("work_order.join", one, parent_id="@0", parent_no="@0"),
    ).ents
    row = world.row("work_order", one)
    assert row["parent_id"] == whole
    assert row["parent_no"] == world.row("work_order", whole)["no"]
