"""Who the device is: ids, counters and printed numbers that no restore and no clone gives twice."""

from contextlib import suppress
from pathlib import Path

import pytest

from desk.store import device
from desk.store.database import Database
from tests.invariants import numbers_are_unique, outbox_is_whole
from tests.world import KEY, World, copy_of


def test_a_new_file_draws_an_id_and_a_prefix_once(database: Database) -> None:
    with database.write() as connection:
        first = {name: device.get(connection, name) for name in (device.ID, device.PREFIX, device.INCARNATION)}
        device.enrol_locally(connection, "Q")
        assert {name: device.get(connection, name) for name in first} == first
    assert len(first[device.ID]) == 8
    assert set(first[device.ID]) <= set(device.ALPHABET)
    assert first[device.INCARNATION] == "A"


def test_counting_is_part_of_the_transaction(database: Database) -> None:
    with suppress(KeyError), database.write() as connection:
        assert device.advance(connection, device.COUNTER) == 1
        raise KeyError("a bug")
    with database.write() as connection:
        assert device.advance(connection, device.COUNTER) == 1
        assert device.advance(connection, device.COUNTER) == 2


def test_numbers_read_as_they_are_spoken(database: Database) -> None:
    with database.write() as connection:
        device.put(connection, device.PREFIX, "W3")
        assert [device.next_number(connection) for _ in range(2)] == ["W3A-0001", "W3A-0002"]
        device.put(connection, device.NUMBERS, 9_999)
        assert device.next_number(connection) == "W3A-10000"


@pytest.mark.parametrize(("letter", "following"), [("A", "B"), ("Y", "Z"), ("Z", "ZA"), ("ZA", "ZB"), ("ZZ", "ZZA")])
def test_incarnations_never_come_again(database: Database, letter: str, following: str) -> None:
    with database.write() as connection:
        device.put(connection, device.INCARNATION, letter)
        before = device.get(connection, device.ID)
        assert device.new_incarnation(connection) == following
        assert device.get(connection, device.ID) != before


def test_the_restored_and_the_lost_desk_give_no_number_twice(world: World, tmp_path: Path) -> None:
    """Monday's backup is restored on Wednesday; what was printed on Tuesday hangs on a door."""
    world.order()
    backup = tmp_path / "monday.db"
    world.database.backup(backup)
    for _ in range(3):
        world.order()
    restored = copy_of(world, tmp_path / "restored.db")
    restored.database.path.write_bytes(backup.read_bytes())
    restored.database = Database(restored.database.path, KEY)
    restored.__post_init__()
    with restored.database.write() as connection:
        device.new_incarnation(connection)
    for _ in range(3):
        restored.order()
    numbers_are_unique(world.database, restored.database)
    outbox_is_whole(restored.database)
    devices = {head.dev for head in outbox_is_whole(restored.database)}
    assert len(devices) == 2, "ops of the old id still wait beside those of the new"
    restored.database.close()


def test_a_blank_sheet_has_a_count_and_a_letter_of_its_own(database: Database) -> None:
    with database.write() as connection:
        device.put(connection, device.PREFIX, "W1")
        assert [device.next_blank(connection) for _ in range(2)] == ["W1A-K0001", "W1A-K0002"]
        assert device.next_number(connection) == "W1A-0001"
        device.new_incarnation(connection)
        assert device.next_blank(connection) == "W1B-K0003"
