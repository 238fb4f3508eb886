"""From the log to the channel: in order, at least once, signed; a receiver that is down loses nothing."""

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from desk.domain.days import MINUTE
from sync.server.doors import letters, partners
from sync.server.doors.working import read_logs, run_due
from sync.server.serving import Server
from tests.sync.doors.channel import Channel, Receiver, orders_of, said
from tests.sync.doors.desk import take
from tests.sync.doors.test_following import dispatched, finished
from tests.world import World


def work(server: Server, receiver: Receiver, world: World) -> int:
    with receiver.client() as http:
        return run_due(server, http, world.clock.now)


def rows(server: Server) -> list[tuple[str, str, int, str]]:
    with server.store.reading() as session:
        found = session.read("SELECT kind, state, tries, said FROM webhook ORDER BY event, place")
    return [(str(row[0]), str(row[1]), int(row[2]), str(row[3])) for row in found]


def test_who_comes_and_that_it_is_finished(
    channel: Channel, server: Server, world: World, receiver: Receiver
) -> None:  # fmt: skip
    finished(channel, server, world)
    work(server, receiver, world)
    assert receiver.kinds == ["dispatched", "finished"]
    first, second = (one["request"] for one in receiver.heard)
    assert (first["technician"], first["charge_words"]) == ("张强", "无偿")
    assert second["words"] == "已完工, 请评价"
    assert receiver.is_signed_by(channel.secret)
    assert receiver.heard[0]["place"] < receiver.heard[1]["place"]
    work(server, receiver, world)
    assert len(receiver.heard) == 2, "nothing is sent twice that was taken"


def test_orders_of_the_desk_are_nobodys_news(
    server: Server, channel: Channel, world: World, receiver: Receiver
) -> None:
    from tests.sync.estate import push_all

    world.dispatched()
    push_all(server, world)
    work(server, receiver, world)
    assert (receiver.heard, rows(server)) == ([], [])


def test_called_off_by_the_desk(channel: Channel, server: Server, world: World, receiver: Receiver) -> None:
    said(channel.report())
    take(server, world, "void", orders_of(server, world.scope)[0]["id"], void_reason="duplicate")
    work(server, receiver, world)
    assert (receiver.kinds, receiver.heard[0]["request"]["words"]) == (["void"], "这一单已作废: 重复报修")


@pytest.mark.parametrize("trouble", [500, 503, 301, httpx.ConnectError("down"), httpx.ReadTimeout("slow")], ids=str)
def test_a_receiver_in_trouble_gets_it_later_and_in_order(
    channel: Channel, server: Server, world: World, receiver: Receiver, trouble: int | Exception
) -> None:
    finished(channel, server, world)
    receiver.answers = [trouble]
    due = work(server, receiver, world)
    refused = [one["kind"] for one in receiver.heard]
    assert [state for _, state, _, _ in rows(server)] == ["due", "due"]
    assert rows(server)[0][2:] == (1, "HTTP " + str(trouble) if isinstance(trouble, int) else type(trouble).__name__)
    assert due > world.clock.now
    assert "finished" not in refused, "the later news waits for the earlier"
    for _ in range(3):
        world.clock.forward(minutes=1)
        work(server, receiver, world)
    assert receiver.kinds[len(refused) :] == ["dispatched", "finished"]
    assert [state for _, state, _, _ in rows(server)] == ["sent", "sent"]


def test_one_bad_letter_holds_up_no_other_request(
    channel: Channel, server: Server, world: World, receiver: Receiver
) -> None:
    dispatched(channel, server, world)
    said(channel.report("r-2"))
    other = next(one for one in orders_of(server, world.scope) if one["partner_event"] == "r-2")
    take(server, world, "dispatch", other["id"], crew_id=world.crew, crew="水电班", charge="free")
    receiver.answers = [400]
    work(server, receiver, world)
    assert {one["request"]["event"] for one in receiver.heard} == {"r-1", "r-2"}
    assert sorted(state for _, state, _, _ in rows(server)) == ["due", "sent"]


def test_what_is_never_taken_is_a_dead_letter_and_can_be_sent_again(
    channel: Channel, server: Server, world: World, receiver: Receiver
) -> None:
    dispatched(channel, server, world)
    receiver.answers = [500] * 100
    for _ in range(letters.MOST_TRIES):
        work(server, receiver, world)
        world.clock.forward(hours=2)
    assert [(state, tries) for _, state, tries, _ in rows(server)] == [("dead", letters.MOST_TRIES)]
    tried = len(receiver.heard)
    work(server, receiver, world)
    assert len(receiver.heard) == tried
    with server.store.session() as session:
        (letter,) = letters.dead_of(session, world.company)
        assert (letter.kind, letter.event, letter.said) == ("dispatched", "r-1", "HTTP 500")
        assert letters.send_again(session, "o/another", [letter.id], world.clock.now) == 0
        assert letters.send_again(session, world.company, [letter.id], world.clock.now) == 1
    receiver.answers = []
    work(server, receiver, world)
    assert rows(server)[0][1] == "sent"
    assert {one["id"] for one in receiver.heard} == {letter.id}, "however often, it is one letter"


def test_backoff_grows_and_differs(channel: Channel) -> None:
    waits = [letters.backoff(letters.Letter("a", "p", b"", tries)) for tries in range(24)]
    assert 3_500 < waits[0] < 6_500
    assert all(one <= 1.25 * letters.LONGEST_MS for one in waits)
    assert waits[23] > 40 * MINUTE
    drawn = {letters.backoff(letters.Letter(str(one), "p", b"", 3)) for one in range(20)}
    assert len(drawn) > 10


def test_a_process_that_died_while_sending_is_followed_by_another(
    channel: Channel, server: Server, world: World, receiver: Receiver
) -> None:
    dispatched(channel, server, world)
    work(server, Receiver(answers=[500]), world)
    world.clock.forward(minutes=1)
    with server.store.session() as session:
        (letter,) = letters.due(session, world.clock.now, 5)
        assert letters.take(session, letter, world.clock.now)
        assert not letters.take(session, letter, world.clock.now), "another process does not send it as well"
    work(server, receiver, world)
    assert receiver.heard == []
    world.clock.forward(minutes=2)
    work(server, receiver, world)
    assert receiver.kinds == ["dispatched"]


def test_after_a_restore_of_the_cursor_the_same_letters_are_the_same(
    channel: Channel, server: Server, world: World, receiver: Receiver
) -> None:
    """The tables of the doors as a backup from before had them; the log was brought back by the desks."""
    finished(channel, server, world)
    work(server, receiver, world)
    with server.store.session() as session:
        for table in ("webhook", "door_order", "door_event", '"cursor"'):
            session.run(f"DELETE FROM {table}")
    work(server, receiver, world)
    assert receiver.kinds == ["dispatched", "finished"] * 2
    assert len({one["id"] for one in receiver.heard}) == 2
    assert channel.status()["state"] == "finished", "whose event it is was read in the log"
    said(channel.report("r-1", at=world.clock.now - 35 * MINUTE))
    assert len(orders_of(server, world.scope)) == 1


def test_two_processes_write_each_letter_once(
    channel: Channel, server: Server, world: World, receiver: Receiver
) -> None:
    finished(channel, server, world)
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(lambda _: read_logs(server, world.clock.now), range(4)))
        list(hands.map(lambda _: work(server, receiver, world), range(4)))
    assert receiver.kinds == ["dispatched", "finished"]


def test_a_closed_partner_hears_nothing(channel: Channel, server: Server, world: World, receiver: Receiver) -> None:
    dispatched(channel, server, world)
    work(server, Receiver(answers=[500]), world)
    with server.store.session() as session:
        partners.put(session, channel.partner._replace(status="closed"))
    world.clock.forward(minutes=1)
    work(server, receiver, world)
    assert receiver.heard == []
    assert rows(server)[0][1] == "dead"
