"""Put aside, taken up, put back: nothing said is lost, and the age goes on."""

from desk.domain.calendar import MINUTE
from desk.store import parked
from desk.store.database import Database
from tests.world import START

SCOPE, OTHER = "e/1", "e/2"


def test_several_are_kept_and_the_longest_waiting_comes_first(database: Database) -> None:
    late = parked.park(database, SCOPE, "lee", START + MINUTE, "? 停车", {"matter": "停车"})
    first = parked.park(database, SCOPE, "lee", START, "6-1-302 漏水", {"where": "6-1-302", "matter": "漏水"})
    parked.park(database, OTHER, "lee", START, "别的小区", {"matter": "x"})

    assert [(one.id, one.title) for one in parked.all_parked(database, SCOPE)] == [
        (first, "6-1-302 漏水"),
        (late, "? 停车"),
    ]


def test_taking_up_keeps_it_until_it_is_discarded(database: Database) -> None:
    ent = parked.park(database, SCOPE, "lee", START, "6-1-302 漏水", {"matter": "漏水", "photos": ["a", "b"]})

    taken = parked.resume(database, SCOPE, ent)
    assert taken is not None
    assert taken.draft == {"matter": "漏水", "photos": ["a", "b"]}
    assert parked.resume(database, SCOPE, ent) == taken

    parked.discard(database, SCOPE, ent)
    assert parked.resume(database, SCOPE, ent) is None
    assert parked.all_parked(database, SCOPE) == []


def test_put_back_it_is_the_same_one_and_no_younger(database: Database) -> None:
    ent = parked.park(database, SCOPE, "lee", START, "漏水", {"matter": "漏水"})
    again = parked.park(database, SCOPE, "wang", START + 5 * MINUTE, "6-1-302 漏水", {"where": "6-1-302"}, ent)

    (only,) = parked.all_parked(database, SCOPE)
    assert again == ent == only.id
    assert (only.at, only.by, only.title, only.draft) == (START, "wang", "6-1-302 漏水", {"where": "6-1-302"})


def test_another_estate_does_not_take_it_up_or_away(database: Database) -> None:
    ent = parked.park(database, SCOPE, "lee", START, "漏水", {"matter": "漏水"})
    assert parked.resume(database, OTHER, ent) is None
    parked.discard(database, OTHER, ent)
    assert parked.resume(database, SCOPE, ent) is not None


def test_what_was_said_is_not_in_the_words_of_a_report(database: Database) -> None:
    ent = parked.park(database, SCOPE, "lee", START, "漏水", {"reporter_phone": "13800006621"})
    assert "13800006621" not in repr(parked.resume(database, SCOPE, ent))
