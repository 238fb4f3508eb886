"""What the head office erases is gone: at the server, at every desk, in what undoes it, in search, from the files."""

import pytest

from desk.domain.roles import Actor, Role
from desk.store import erasing, erasing_plan
from desk.store.erasing import Wanted
from desk.store.search import Search
from sync.client import rounds, snapshot
from sync.client.session import Session
from sync.client.snapshot import Download
from sync.protocol.envelope import unpack
from sync.server import erasing as on_server
from sync.server.serving import Server
from sync.wire.snapshots import Pages, Tail, Undone, blocks
from tests.sync.direct import line
from tests.sync.erasure.files import pages_of_desk
from tests.world import World

CANARY, PHONE = "金丝雀阿卜杜", "13977778888"


def follow(*lines: Session) -> None:
    """Until nothing is left to send or to read."""
    for _ in range(3):
        for one in lines:
            assert rounds.round_of(one).fault is None


def told(world: World) -> str:
    """An order that a person reported whose name must go; its note was written over once."""
    order = world.order(reporter=CANARY, reporter_phone=PHONE, note=f"{CANARY}说先打电话")
    world.take(Role.CLERK, "work_order.amend", order, note="先打电话", was={"note": f"{CANARY}说先打电话"})
    return order


def everything(world: World, order: str) -> Wanted:
    rows = world.database.read("SELECT id FROM journal WHERE ent=? UNION SELECT id FROM outbox WHERE ent=?",
                               (order, order))  # fmt: skip
    return Wanted(tuple(sorted(str(row[0]) for row in rows)))


def erase(world: World, wanted: Wanted) -> str:
    actor = Actor(world.people[Role.HEAD_OFFICE].id, frozenset({Role.HEAD_OFFICE}))
    return erasing_plan.ask(world.database, actor, world.scope, wanted, "本人要求", world.clock())


def texts(server: Server) -> str:
    """All that stands in the server's tables."""
    with server.store.reading() as session:
        found = [session.read(f'SELECT * FROM "{r.name}"') for r in server.rules.records]
        found += [session.read(f"SELECT * FROM {name}") for name in ("journal", "undo", "quarantine", "erased")]
    return "".join(_text(value) for rows in found for row in rows for value in row)


def _text(value: object) -> str:
    return bytes(value).decode(errors="replace") if isinstance(value, bytes | memoryview) else str(value)


def desk_texts(world: World) -> str:
    names = [r.name for r in world.rules.records] + ["journal", "undo", "outbox", "search_doc", "blob"]
    return "".join(_text(v) for n in names for row in world.database.read(f'SELECT * FROM "{n}"') for v in row)


def test_a_name_goes_everywhere_and_from_every_file(
    world: World, other: World, server: Server, here: Session, there: Session
) -> None:
    order = told(world)
    follow(here, there)
    for one in (world, other):
        Search(one.database, one.rules.records).index.catch_up()
        assert CANARY in desk_texts(one)
        assert CANARY.encode() in pages_of_desk(one.database.path)
    assert CANARY in texts(server)
    erase(world, everything(world, order))
    follow(here, there)
    assert CANARY not in texts(server)
    assert PHONE not in texts(server)
    on_server.scrub(server)
    for one in (world, other):
        assert CANARY not in desk_texts(one)
        assert one.row("work_order", order).get("reporter") is None
        search = Search(one.database, one.rules.records)
        search.index.catch_up()
        clerk = Actor("c", frozenset({Role.CLERK}))
        assert search.find(clerk, [world.scope], CANARY) == []
        assert erasing.scrub_due(one.database)
        erasing.scrub(one.database)
        assert not erasing.scrub_due(one.database)
        assert CANARY.encode() not in pages_of_desk(one.database.path)
        assert PHONE.encode() not in pages_of_desk(one.database.path)


def test_the_value_that_a_later_step_put_there_stays(world: World, server: Server, here: Session) -> None:
    order = world.order(reporter=CANARY, note="甲")
    first = world.last_op()
    world.take(Role.CLERK, "work_order.amend", order, reporter="王小明", was={"reporter": CANARY})
    follow(here)
    erase(world, Wanted((first,)))
    follow(here)
    row = world.row("work_order", order)
    assert row["reporter"] == "王小明"
    assert "note" not in row
    with server.store.reading() as session:
        (pii,) = session.read("SELECT pii FROM journal WHERE id=?", (first,))[0]
    assert pii is None


def test_only_the_head_office_may(world: World, server: Server, here: Session) -> None:
    order = told(world)
    follow(here)
    clerk = Actor(world.people[Role.CLERK].id, frozenset({Role.HEAD_OFFICE}))  # says so of himself
    erasing_plan.ask(world.database, clerk, world.scope, everything(world, order), "试试", world.clock())
    follow(here)
    assert CANARY in texts(server)
    assert CANARY in desk_texts(world)
    with server.store.reading() as session:
        dids = session.read("SELECT did FROM journal WHERE scope=? ORDER BY seq DESC LIMIT 1", (world.scope,))
    assert unpack(bytes(dids[0][0]))["is"] == "denied"


def test_a_desk_that_was_away_erases_when_it_comes_back(
    world: World, other: World, server: Server, here: Session, there: Session
) -> None:
    order = told(world)
    follow(here, there)
    other.take(Role.CLERK, "work_order.urge", order)  # waits while the line is cut
    erase(world, everything(world, order))
    follow(here)
    assert CANARY in desk_texts(other)
    follow(there, here)
    assert CANARY not in desk_texts(other)
    assert CANARY not in desk_texts(world)
    assert (world.row("work_order", order)["urges"], other.row("work_order", order)["urges"]) == (1, 1)


def test_a_desk_that_keeps_little_of_the_log_erases_by_what_the_server_says(
    world: World, other: World, server: Server, here: Session, there: Session
) -> None:
    order = told(world)
    follow(here, there)
    other.take(Role.CLERK, "work_order.amend", order, reporter="改过")
    with other.database.write() as connection:
        connection.exec_driver_sql("UPDATE journal SET pii=NULL, body=NULL")
    erase(world, everything(world, order))
    follow(here, there)
    assert CANARY not in desk_texts(other)


def test_asked_twice_or_for_what_is_not_there_changes_nothing(world: World, server: Server, here: Session) -> None:
    order = told(world)
    follow(here)
    wanted = everything(world, order)
    erase(world, wanted)
    erase(world, wanted)
    erase(world, Wanted((world.crew,)))
    follow(here)
    assert CANARY not in texts(server)
    assert world.row("work_order", order)["status"] == "accepted"


def test_a_plan_finds_who_is_meant_and_leaves_namesakes_to_a_person(world: World, here: Session) -> None:
    person = world.take(Role.SUPERVISOR, "resident.add", name=CANARY, phones=[{"number": PHONE, "note": "本人"}])
    sure = world.order(reporter="家里人", reporter_phone=PHONE)
    by_phone = world.last_op()
    world.order(reporter=CANARY, reporter_phone="13900000000")
    namesake = world.last_op()
    follow(here)
    plan = erasing_plan.plan(world.database, world.rules, world.scope, [("resident", person)])
    assert by_phone in plan.wanted.ops
    assert plan.maybe == (namesake,)
    assert sure


def test_a_landline_is_found_however_it_is_written(world: World, here: Session) -> None:
    told = [{"number": "0591-8801600", "note": "家里"}]
    person = world.take(Role.SUPERVISOR, "resident.add", name=CANARY, phones=told)
    world.order(reporter="家里人", reporter_phone="05918801600")
    plain = world.last_op()
    follow(here)
    world.order(reporter="家里人", reporter_phone="05918801600")  # waits to be sent still
    plan = erasing_plan.plan(world.database, world.rules, world.scope, [("resident", person)])
    assert {plain, world.last_op()} <= set(plan.wanted.ops)


def test_the_same_number_of_another_resident_is_for_a_person_to_decide(world: World, here: Session) -> None:
    phones = [{"number": PHONE, "note": "家里"}]
    wife = world.take(Role.SUPERVISOR, "resident.add", name=CANARY, phones=phones)
    husband = world.take(Role.SUPERVISOR, "resident.add", name="王强", phones=phones)
    his = world.last_op()
    follow(here)
    plan = erasing_plan.plan(world.database, world.rules, world.scope, [("resident", wife)])
    assert (his in plan.wanted.all_ops, plan.maybe) == (False, (his,))
    assert his in plan.whole(True, True).ops
    both = erasing_plan.plan(world.database, world.rules, world.scope, [("resident", wife), ("resident", husband)])
    assert his in both.wanted.ops


def test_a_long_life_is_asked_for_in_several_askings(world: World) -> None:
    ops, photos = tuple(f"op-{n}" for n in range(900)), tuple(f"photo-{n}" for n in range(50))
    found = erasing_plan.parts(Wanted(ops, ops[:10], photos))
    assert [len(one.all_ops) + len(one.blobs) for one in found] == [400, 400, 150]
    assert tuple(op for one in found for op in one.ops) == ops
    assert tuple(op for one in found for op in one.bodies) == ops[:10]
    assert tuple(photo for one in found for photo in one.blobs) == photos
    actor = Actor(world.people[Role.HEAD_OFFICE].id, frozenset({Role.HEAD_OFFICE}))
    whole = Wanted(ops, (), photos)
    assert len(erasing_plan.ask_all(world.database, actor, world.scope, whole, "本人要求", world.clock())) == 3


@pytest.mark.parametrize("word", ["", " "])
def test_a_reason_is_asked_for(world: World, word: str) -> None:
    actor = Actor("x", frozenset({Role.HEAD_OFFICE}))
    with pytest.raises(Exception, match="原因"):
        erasing_plan.ask(world.database, actor, world.scope, Wanted(("a",)), word, 0)


def _shown(download: Download) -> str:
    """All that stands in a snapshot, its rows as their pages hold them."""
    shown = ""
    for block in blocks(download.file.chunks()):
        if isinstance(block, Pages):
            shown += _text(block.data)
        elif isinstance(block, Tail | Undone):
            shown += "".join(_text(value) for column in block.columns for value in column)
    return shown


def test_snapshots_of_before_are_no_longer_given(world: World, server: Server, here: Session) -> None:
    order = told(world)
    follow(here)
    session, _wire = line(server, world.database, world.office, world.scope)
    old = Download(world.scope)
    snapshot.fetch(session, old)
    assert CANARY in _shown(old)
    erase(world, everything(world, order))
    follow(here)
    new = Download(world.scope)
    snapshot.fetch(session, new)
    assert CANARY not in _shown(new)


def test_what_waits_here_on_an_emptied_row_stands_as_it_did(
    world: World, other: World, server: Server, here: Session, there: Session
) -> None:
    """Seed 300131 of the simulation: an erasure emptied the forecast instead of the row below it, for ever."""
    order = told(world)
    follow(here, there)
    wanted = everything(world, order)
    other.take(Role.CLERK, "work_order.amend", order, reporter="王小明", was={"reporter": CANARY})
    erase(world, wanted)
    follow(here)
    assert rounds.pull(there).fault is None
    assert other.row("work_order", order)["reporter"] == "王小明"
    follow(there, here)
    assert world.row("work_order", order)["reporter"] == "王小明"
    assert other.row("work_order", order) == world.row("work_order", order)


def test_what_goes_up_again_and_was_erased_does_not_stand_as_forecast(
    world: World, server: Server, here: Session
) -> None:
    """The log's entry says less than what waits: the row is the log's."""
    order = told(world)
    wanted = everything(world, order)
    erase(world, wanted)
    with world.database.write() as connection:  # the asking arrives first, as after a restore
        connection.exec_driver_sql("UPDATE outbox SET pos=-pos WHERE id IN (SELECT id FROM outbox WHERE op LIKE ?)",
                                   (b'%"sys.erase"%',))  # fmt: skip
    follow(here)
    assert CANARY not in texts(server)
    assert CANARY not in desk_texts(world)


def test_what_is_said_behind_an_erasing_that_comes_with_it_stays(
    world: World, other: World, server: Server, here: Session, there: Session
) -> None:
    """A step, its erasing and a word said since, in one question, on a row that all three touch: a branch."""
    order = world.order()
    follow(here, there)
    other.take(Role.CLERK, "work_order.dispatch", order, crew_id=other.crew, crew="水电班")
    follow(there)
    world.take(Role.CLERK, "work_order.forward", order, forwarded_to="东苑")
    erase(world, Wanted((world.last_op(),), (world.last_op(),)))
    world.take(Role.CLERK, "work_order.remark", order, remark="邻居已经说过")
    follow(here, there)
    with server.store.reading() as session:
        ((there_told,),) = session.read("SELECT told FROM branch WHERE ent=?", (order,))
    for one in (world, other):
        ((here_told,),) = one.database.read("SELECT told FROM branch WHERE ent=?", (order,))
        assert here_told == there_told == '{"remark":"邻居已经说过"}'
