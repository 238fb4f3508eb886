"""Two lines of one desk before a server that lost its end twice: both stop, a person agrees once, both go on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desk.app.wire import Heard, Line, ask, send
from sync.client.session import Session
from tests.sync.client.conftest import Joined
from tests.sync.client.joined import Desk
from tests.sync.client.test_restored import notes, quiet


@pytest.fixture
def restored(joined: Joined, tmp_path: Path) -> Callable[[], None]:
    joined.center.back_up(tmp_path / "backup.db")
    return lambda: joined.center.restore(tmp_path / "backup.db")


@pytest.fixture
def lines(joined: Joined) -> tuple[Line, Line]:
    """The line that sends and the one that asks: sessions of their own on one file."""
    one = joined.first.session
    other = Session(
        one.database, one.rules, one.context_of, one.http, one.token, one.forget_token, one.scopes, one.clock
    )
    return Line(lambda _lines: one), Line(lambda _lines: other)


def sent(line: Line, desk: Desk) -> Heard:
    return send(line, desk.world.database, greet=False)


def stopped(restored: Callable[[], None], desk: Desk, lines: tuple[Line, Line]) -> None:
    """Twice within ten minutes; the third order is the last that both ends knew."""
    desk.world.order()
    quiet(desk)
    restored()
    quiet(desk)
    restored()
    desk.world.order(where="3-2-1802")
    assert sent(lines[0], desk).outcome.asks is not None
    assert ask(lines[1], desk.world.database).outcome.asks is not None
    assert notes(desk) == ["rewind", "stopped"]


def test_agreed_once_it_goes_on_at_once_on_the_sending_line(
    joined: Joined, restored: Callable[[], None], lines: tuple[Line, Line]
) -> None:
    desk = joined.first
    stopped(restored, desk, lines)
    for line in lines:
        line.agree(desk.world.scope)
        line.hope_again()
    heard = sent(lines[0], desk)
    assert heard.outcome.rewound == 1
    for line in lines:
        line.heard(greeted=False, rewound=True)
    sent(lines[0], desk)
    assert desk.waiting() == 0
    assert ask(lines[1], desk.world.database).outcome.asks is None
    assert notes(desk) == ["rewind", "stopped", "rewind"]
    restored()
    for line in lines:
        line.hope_again()
    desk.world.order(where="3-2-1901")
    assert sent(lines[0], desk).outcome.asks is not None, "a third time is asked for anew"
    assert notes(desk)[-1] == "stopped"


def test_put_right_at_the_server_it_goes_on_by_itself_and_says_so(
    joined: Joined, restored: Callable[[], None], lines: tuple[Line, Line], tmp_path: Path
) -> None:
    """The other server was the wrong one: it is shut down, and the right one knows all again."""
    desk = joined.first
    desk.world.order()
    quiet(desk)
    restored()
    quiet(desk)
    joined.center.back_up(tmp_path / "right.db")
    restored()
    assert ask(lines[1], desk.world.database).outcome.asks is not None
    ask(lines[1], desk.world.database)
    assert notes(desk) == ["rewind", "stopped"], "said once, and not over while it stands still"
    joined.center.restore(tmp_path / "right.db")
    for line in lines:  # somebody agrees all the same, where nothing is to be done any more
        line.agree(desk.world.scope)
        line.hope_again()
    assert sent(lines[0], desk).outcome.asks is None
    assert ask(lines[1], desk.world.database).outcome.asks is None
    assert notes(desk) == ["rewind", "stopped", "goes_on"]
    ask(lines[1], desk.world.database)
    assert notes(desk)[-2:] == ["stopped", "goes_on"]
    restored()
    for line in lines:
        line.hope_again()
    assert ask(lines[1], desk.world.database).outcome.asks is not None, "what was agreed to then was another time"
    assert sent(lines[0], desk).outcome.rewound == 0
