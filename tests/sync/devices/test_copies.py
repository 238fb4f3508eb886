"""Restored and cloned files take a new id and a new letter; lost answers, two processes and restored servers do not."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desk.domain.roles import Role
from desk.domain.service import Rulebook
from desk.store import device
from desk.store.database import Database
from sync.client import office
from sync.client.calling import Refused, Unreachable
from tests.sync.devices.desks import Desk, Line, Picture, emptied
from tests.sync.devices.test_enrolment import code_for
from tests.world import KEY, Clock, World


def who(desk: Desk) -> tuple[str, str]:
    return desk.kept(device.ID), desk.kept(device.INCARNATION)


def test_a_desk_that_only_says_hello_stays_itself(first: Desk) -> None:
    before = who(first)
    for _ in range(5):
        assert not first.greet().renewed
    assert who(first) == before


@pytest.mark.parametrize("times", [1, 3])
def test_a_lost_answer_to_hello_makes_no_copy(first: Desk, times: int) -> None:
    before = who(first)
    first.line.lose = lambda path: path == "/v1/hello" and first.line.said[-1].request.find(b'"mark"') > 0
    for _ in range(times):
        with pytest.raises(Unreachable):
            first.greet()
    first.line.lose = lambda _path: False
    assert not first.greet().renewed
    assert who(first) == before


def test_two_processes_on_one_file_are_one_desk(first: Desk) -> None:
    before = who(first)
    other = Desk(Database(first.database.path, KEY), first.line, Clock(first.clock.now))
    for desk in (first, other, other, first, other, first, first):
        assert not desk.greet().renewed
    other.database.close()
    assert who(first) == before


def test_two_processes_that_asked_at_once_are_one_desk(first: Desk) -> None:
    """The second says what the first said, before it has the first one's answer."""
    before = who(first)
    other = Desk(Database(first.database.path, KEY), first.line, Clock(first.clock.now))
    first.line.lose = lambda path: path == "/v1/hello" and first.line.said[-1].request.find(b'"mark"') > 0
    with pytest.raises(Unreachable):
        first.greet()  # committed at the server, unknown here
    first.line.lose = lambda _path: False
    assert not other.greet().renewed
    assert not first.greet().renewed
    other.database.close()
    assert who(first) == before


def test_two_processes_whose_answers_cross_are_one_desk(first: Desk) -> None:
    """The answer to one is delayed until the other has said hello twice more."""
    before = who(first)
    other = Desk(Database(first.database.path, KEY), Line(first.line.server), Clock(first.clock.now))
    turns: list[bool] = []

    def between(path: str) -> bool:
        if path == "/v1/hello" and first.line.said[-1].request.find(b'"mark"') > 0 and not turns:
            turns.append(other.greet().renewed)
            turns.append(other.greet().renewed)
        return False

    first.line.lose = between
    assert not first.greet().renewed
    assert not first.greet().renewed
    assert turns == [False, False]
    other.database.close()
    assert who(first) == before


def test_a_restored_desk_takes_a_new_id_and_letter(first: Desk, tmp_path: Path) -> None:
    backup = tmp_path / "monday.db"
    first.database.backup(backup)
    first.greet()
    numbers = [first.number() for _ in range(3)]
    was = who(first)
    first.take_over(backup)
    assert first.greet().renewed
    now = who(first)
    assert now[0] != was[0]
    assert (was[1], now[1]) == ("A", "B")
    assert not {first.number() for _ in range(3)} & set(numbers)
    assert not first.greet().renewed


def test_a_backup_from_the_middle_of_a_hello_is_seen_at_the_next(first: Desk, tmp_path: Path) -> None:
    """The backup was taken while a hello was under way: mark and draw are those that were answered."""
    backup = tmp_path / "monday.db"
    first.line.lose = lambda path: path == "/v1/hello" and first.line.said[-1].request.find(b'"mark"') > 0
    with pytest.raises(Unreachable):
        first.greet()
    first.line.lose = lambda _path: False
    first.database.backup(backup)
    first.greet()
    first.greet()
    first.take_over(backup)
    assert first.greet().renewed


def test_a_restore_within_the_hour_is_seen_by_its_own_later_ops(first: Desk, world: World, tmp_path: Path) -> None:
    """No hello lies between backup and restore, but what was sent in that time is in the log."""
    with first.database.write() as connection:
        for scope, seq in first.read_heads():
            connection.exec_driver_sql(
                "INSERT INTO sync_state (scope, seq, chain, keep_from) VALUES (?, ?, x'00', 0) "
                "ON CONFLICT (scope) DO UPDATE SET seq = excluded.seq",
                (scope, seq),
            )
    assert not first.greet().renewed
    backup = tmp_path / "monday.db"
    first.database.backup(backup)
    world.take(Role.SUPERVISOR, "building.add", no="8", name="8栋")
    assert first.push(world.scope)[0] == 200
    first.take_over(backup)
    assert first.greet().renewed


def test_a_clone_is_told_and_the_original_is_not(first: Desk, tmp_path: Path, world: World) -> None:
    clone = first.copy(tmp_path / "clone.db")
    was = who(first)
    assert not first.greet().renewed
    assert clone.greet().renewed
    for _ in range(3):
        assert not first.greet().renewed
        assert not clone.greet().renewed
    assert who(first) == was
    assert who(clone) == (clone.kept(device.ID), "B")
    assert {first.number(), first.number()}.isdisjoint({clone.number(), clone.number()})
    by = world.people[Role.HEAD_OFFICE].id
    (line,) = office.devices(first.http, first.token, by)
    assert line.copies == 2, "the page says that two files work under one key"
    clone.database.close()


def test_the_clone_that_comes_first_is_the_desk(first: Desk, tmp_path: Path) -> None:
    clone = first.copy(tmp_path / "clone.db")
    was = who(first)
    assert not clone.greet().renewed
    assert first.greet().renewed
    assert who(clone) == was
    clone.database.close()


def test_two_restores_of_one_backup_have_two_letters(first: Desk, tmp_path: Path) -> None:
    """Both draw B by themselves; the server has given B already, and gives the second one C."""
    backup = tmp_path / "monday.db"
    first.database.backup(backup)
    letters = [first.kept(device.INCARNATION)]
    numbers: list[str] = []
    for _ in range(2):
        first.take_over(backup)
        with first.database.write() as connection:
            device.new_incarnation(connection)
        assert first.kept(device.INCARNATION) == "B"
        assert first.greet().renewed
        letters.append(first.kept(device.INCARNATION))
        numbers += [first.number() for _ in range(3)]
    assert letters == ["A", "B", "C"]
    assert len(set(numbers)) == 6


def test_the_answer_to_again_is_lost(first: Desk, tmp_path: Path, rules: Rulebook) -> None:
    backup = tmp_path / "monday.db"
    first.database.backup(backup)
    first.greet()
    first.take_over(backup)
    first.line.lose = lambda path: path == "/v1/device/again"
    for _ in range(2):
        with pytest.raises(Unreachable):
            first.greet()
    drawn = first.kept(device.ID)
    first.line.lose = lambda _path: False
    assert first.greet().renewed
    assert who(first) == (drawn, "B")
    devs = [row[0] for row in Picture(first.line.server, rules).of("device_id")]
    assert len(devs) == 2, "one id was drawn, however often it was told"


def test_ops_of_both_ids_are_taken_after_a_restore(first: Desk, world: World, tmp_path: Path) -> None:
    world.take(Role.SUPERVISOR, "building.add", no="8", name="8栋")
    backup = tmp_path / "monday.db"
    first.database.backup(backup)
    first.greet()
    first.take_over(backup)
    world.database = first.database
    world.__post_init__()
    first.greet()
    world.take(Role.SUPERVISOR, "building.add", no="9", name="9栋")
    status, results = first.push(world.scope)
    assert status == 200
    assert min(results) > 0


def test_ops_of_another_devices_id_are_put_aside(first: Desk, second: Desk, world: World) -> None:
    second.enrol(code_for(first, world))
    world.take(Role.SUPERVISOR, "building.add", no="8", name="8栋")
    row = first.database.read("SELECT op, body, pii FROM outbox ORDER BY n DESC LIMIT 1")[0]
    with second.database.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO outbox (n, pos, id, scope, ent, op, body, pii, did, state, tries) "
            "VALUES (1, 1, 'x', ?, 'x', ?, ?, ?, x'7b7d', 'pending', 0)",
            (world.scope, *row),
        )
    assert second.push(world.scope) == (200, [-1])


def test_a_restored_server_renews_nobody(first: Desk, rules: Rulebook) -> None:
    was = who(first)
    backup = Picture(first.line.server, rules)
    for _ in range(3):
        first.greet()
    backup.restore(first.line.server)
    assert not first.greet().renewed
    assert not first.greet().renewed
    emptied(first.line.server, rules)
    assert not first.greet().renewed
    assert not first.greet().renewed
    assert who(first) == was


def test_a_clone_is_told_by_a_restored_server_too(first: Desk, tmp_path: Path, rules: Rulebook) -> None:
    backup = Picture(first.line.server, rules)
    first.greet()
    clone = first.copy(tmp_path / "clone.db")
    backup.restore(first.line.server)
    assert not first.greet().renewed
    assert clone.greet().renewed
    assert not first.greet().renewed
    clone.database.close()


def test_a_letter_given_before_the_servers_backup_was_lost_is_not_given_again(
    first: Desk, tmp_path: Path, rules: Rulebook
) -> None:
    """The server forgot letter B; the desk that prints under it says so, and the next copy gets C."""
    server_backup, desk_backup = Picture(first.line.server, rules), tmp_path / "monday.db"
    first.database.backup(desk_backup)
    first.greet()
    first.take_over(desk_backup)
    assert first.greet().renewed
    clone = first.copy(tmp_path / "clone.db")
    server_backup.restore(first.line.server)
    first.greet()
    assert clone.greet().renewed
    assert (first.kept(device.INCARNATION), clone.kept(device.INCARNATION)) == ("B", "C")
    clone.database.close()


def test_a_mark_of_another_desk_is_no_mark(first: Desk, second: Desk, world: World) -> None:
    second.enrol(code_for(first, world))
    second.greet()
    with second.database.write() as connection:
        device.put(connection, "server.mark", first.kept("server.mark"))
    assert second.greet().renewed


def test_the_token_is_not_in_the_file(first: Desk) -> None:
    assert first.token
    assert not [value for (value,) in first.database.read("SELECT value FROM device") if value == first.bearer.text]


def test_four_clones_at_once_have_four_letters(first: Desk, tmp_path: Path) -> None:
    clones = [first.copy(tmp_path / f"clone{number}.db") for number in range(4)]

    def greeted(desk: Desk) -> None:
        for _ in range(20):
            try:
                desk.greet()
                return
            except Refused as refused:
                if refused.code != "busy":
                    raise

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(greeted, clones))
    assert len({who(clone) for clone in clones}) == 4
    assert sorted(clone.kept(device.INCARNATION) for clone in clones) == ["A", "B", "C", "D"]
    for clone in clones:
        clone.database.close()
