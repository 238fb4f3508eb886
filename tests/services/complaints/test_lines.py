"""What everybody reads: the lines in the order of their promises, by person and home; what Today is told of them."""

from collections.abc import Callable
from typing import Any

import pytest

from desk.domain.calendar import DAY, at
from desk.domain.clocks import Shape
from desk.domain.roles import Actor, Role
from desk.services.complaints import lines, receiving
from desk.services.complaints.open_matters import open_matters
from desk.services.complaints.receiving import Draft
from desk.store.query import NotVisible
from tests.ui.special.complaint_desk import WORDS, answered, judged, receive
from tests.world import World

R = Role


def clerk(world: World) -> Actor:
    return world.office.actor(world.database, world.scope, world.people[R.CLERK].id)


def test_the_nearest_promise_first_and_what_is_answered_last(world: World) -> None:
    answered(world, where="3-2-1901", home_id=world.homes[2])
    receive(world)
    receive(world, home_id=world.homes[1], where="3-2-1802", urgent=True)
    other = next(row for row in world.rows("in_hand") if row["home_id"] == world.homes[2])
    world.take(R.MANAGER, "in_hand.answer", str(other["id"]))
    found = lines.in_hand(world.database, clerk(world), world.scope)
    assert [one.status for one in found][-1] == "answered"
    assert found[0].due_at == at("2026-11-18", "11:00")
    assert [one.until(world.clock()) for one in found] == ["今天 11:00 前", "明天 09:00 前", ""]


def test_of_a_person_and_of_a_home(world: World) -> None:
    receive(world)
    read: Callable[..., list[lines.InHand]] = lines.in_hand_of
    person = clerk(world)
    assert len(read(world.database, person, world.scope, world.resident)) == 1
    assert len(read(world.database, person, world.scope, "", [world.homes[0]])) == 1
    assert read(world.database, person, world.scope, "", [world.homes[1]]) == []
    assert read(world.database, person, world.scope) == []
    with pytest.raises(NotVisible):
        lines.in_hand(world.database, Actor("x", frozenset()), world.scope)


def test_words_where_nobody_is_named() -> None:
    assert lines.from_values({"id": "l-1", "no": "W1"}).words == "有在办事项, 请转项目经理"


def test_today_and_the_hand_over_book_are_told_neutral_words_alone(world: World) -> None:
    judged(world)
    settings = world.office.settings(world.database, world.scope)
    lists = world.office.lists(world.database, world.scope)

    def told(now: int) -> list[object]:
        found = open_matters(
            world.database, clerk(world), world.scope, settings, lists, world.office.calendar, now
        )  # fmt: skip
        assert WORDS not in repr(found)
        assert "服务态度" not in repr(found)
        return [(one.what.split()[0], one.where, one.who, one.shape(now), one.today) for one in found]

    now = world.clock()
    assert told(now) == [("在办事项", "3-2-1801", "孙班长 802", Shape.RING, True)]
    assert told(now + DAY + 1) == [("在办事项", "3-2-1801", "孙班长 802", Shape.SQUARE, True)]
    world.take(R.MANAGER, "in_hand.answer", str(world.rows("in_hand")[0]["id"]))
    assert told(now + 2 * DAY) == [("在办事项", "3-2-1801", "孙班长 802", Shape.NONE, False)]
    world.take(R.MANAGER, "in_hand.close", str(world.rows("in_hand")[0]["id"]))
    assert told(now) == []


class TestReadBack:
    def said(self, saved: bool = True, due: int | None = None, **told: Any) -> str:
        draft = Draft(**({"type": "01", "receiver": "李主管 802"} | told))
        return "".join(text for text, _ in receiving.sentence(draft, due, at("2026-11-18", "15:20"), saved))

    def test_the_sentence_of_the_counter(self) -> None:
        due = at("2026-11-19", "15:20")
        assert self.said(due=due) == "已登记, 李主管会在明天下午3点20分前给您答复。"
        assert self.said(saved=False, due=due) == "我给您登记, 李主管会在明天下午3点20分前给您答复。"
        assert self.said(saved=False, type="") == "对不起, 给您添麻烦了, 请您慢慢说, 我记下来。"
        assert self.said(kind="praise") == "谢谢您的表扬, 我们会转告本人。"
        assert self.said(kind="suggestion", receiver="") == "已登记, 项目经理会给您答复。"

    @pytest.mark.parametrize(
        ("draft", "field"),
        [
            (Draft(), "type"),
            (Draft(type="01"), "want"),
            (Draft(type="01", want="apology"), "content"),
            (Draft(type="14", want="apology", content="x", channel="forwarded"), "forwarded_no"),
            (Draft(type="14", want="apology", content="x", channel="forwarded", forwarded_no="1"), "forwarded_due_at"),
            (Draft(kind="praise"), "content"),
        ],
    )
    def test_what_is_asked_next(self, draft: Draft, field: str) -> None:
        error = receiving.missing(draft, "")
        assert error is not None
        assert error.field == field

    def test_nothing_where_all_was_said(self) -> None:
        assert receiving.missing(Draft(type="01", want="apology", content="x"), "") is None
        assert receiving.missing(Draft(kind="praise", content="谢谢"), "") is None

    def test_saved_twice_it_is_one(self, world: World) -> None:
        ent = receive(world)
        again = receiving.requests(world.scope, ent, Draft(type="01", want="apology", content="x"), "李敏", None)
        with pytest.raises(Exception, match="已经有了"):
            world.changed(R.CLERK, *again)
        assert len(world.rows("complaint")) == len(world.rows("in_hand")) == 1
