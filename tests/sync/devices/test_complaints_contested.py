"""Two who answer for one complaint, on two desks without a wire: both sides are shown, one is kept, both desks agree.

Whoever may not read it learns how many there are, and nothing else; also while nobody has the file open.
"""

import json

import pytest

from desk.domain.calendar import Calendar
from desk.domain.deciding import MAIN
from desk.domain.flow import RESOLVE
from desk.domain.roles import Actor, Role
from desk.domain.service import Rulebook
from desk.services.reviews import both_files, reads
from desk.services.reviews.marking import undecided
from desk.services.reviews.reads import Review
from desk.services.reviews.requests import Outcome, requests_for
from desk.store import left_inside
from desk.store.database import Database
from desk.store.steps import StepRefused, StepRequest
from desk.ui.special.sync import reading
from desk.ui.special.sync.lines import lines
from desk.ui.special.sync.reading import Asking, Traffic
from desk.ui.special.today_more import More
from sync.client import complaints
from tests.confidential import CANARY, WORDS, says
from tests.sync.devices.desks import Desk
from tests.sync.devices.test_complaints import ON_A_FILE, Pair
from tests.world import World

READERS = (Role.HEAD_OFFICE, Role.MANAGER)


class Both:
    """The head office at the first desk, the manager at the second: each has his file open, and one complaint there."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.scope = pair.scope
        assert pair.read_on_first() == []
        self.ent = pair.safes[0].complain(Role.HEAD_OFFICE)
        safe = pair.safes[1]
        assert safe.sign_in(Role.MANAGER) is not None
        complaints.ask_grants(pair.lines[1], safe.world.people[Role.MANAGER].id)
        pair.desks[1].greet()
        for _ in range(2):
            pair.settle()
        self.take(0, "judge", validity="valid")
        pair.settle()
        pair.settle()

    def own(self, number: int) -> Database:
        found = self.pair.safes[number].file.database
        assert found is not None
        return found

    def take(self, number: int, step: str, **values: object) -> None:
        safe = self.pair.safes[number]
        actor = self.actor(number, READERS[number])
        safe.steps.take(actor, StepRequest(self.scope, "complaint", step, values, self.ent))

    def actor(self, number: int, role: Role) -> Actor:
        world = self.pair.safes[number].world
        return world.office.actor(world.database, world.scope, world.people[role].id)

    def answered_twice(self) -> None:
        """Each knows of the judgement, and of nothing that the other does."""
        clock = self.pair.safes[0].world.clock
        self.take(0, "answer", answer="已向您道歉, 换了人", answered_how="phone", answered_by="王总")
        clock.forward(minutes=5)
        self.take(1, "answer", answer="下周再答复您", answered_how="face", answered_by="吴明")
        clock.forward(minutes=5)
        for _ in range(2):
            self.pair.settle()

    def review(self, number: int) -> Review:
        world = self.pair.safes[number].world
        found = reads.review(self.own(number), world.rules, self.actor(number, READERS[number]), self.scope,
                             "complaint", self.ent, world.clock(), world.database)  # fmt: skip
        assert found is not None
        return found

    def outcome(self, number: int, keep: str) -> Outcome:
        world = self.pair.safes[number].world
        return requests_for(world.rules.known("complaint"), self.review(number), keep, world.clock())

    def decide(self, number: int, keep: str) -> None:
        safe = self.pair.safes[number]
        safe.steps.take(self.actor(number, READERS[number]), *self.outcome(number, keep).requests)
        for _ in range(2):
            self.pair.settle()

    def rows(self, number: int) -> list[tuple[object, ...]]:
        columns = "id, status, answer, answered_how, handlers, validity"
        return [tuple(row) for row in self.own(number).read(f"SELECT {columns} FROM complaint ORDER BY id")]

    def branches(self, number: int) -> list[str]:
        return sorted(str(row[0]) for row in self.own(number).read("SELECT status FROM branch"))

    def traffic(self, number: int, role: Role, *, open_file: bool = True) -> Traffic:
        safe = self.pair.safes[number]
        world = safe.world
        scopes = (world.scope, world.company)
        own = safe.file.database if open_file else None
        return reading.read(
            Asking(world.database, world.rules, self.actor(number, role), scopes, world.clock(), own=own)
        )


@pytest.fixture
def both(first: Desk, second: Desk, world: World, rules: Rulebook, calendar: Calendar) -> Both:
    return Both(Pair(first, second, world, rules, calendar))


@ON_A_FILE
def test_both_answers_are_shown_one_is_kept_and_both_desks_agree(both: Both) -> None:
    both.answered_twice()
    assert both.branches(0) == both.branches(1) == ["to_be_decided"]
    found = both.review(1)
    assert [[one.words for one in side.lines] for side in found.sides] == [["答复业主 电话"], ["答复业主 当面"]]
    assert dict(found.differs)["答复内容"] == ("已向您道歉, 换了人", "下周再答复您")
    assert [side.fact for side in found.sides] == [True, True]
    assert [side.here for side in found.sides] == [False, True], "this PC is known by the main file"
    assert set(found.names.values()) == {"王总", "吴明"}, "and people are"
    assert found.preselected == "", "both have told the person something: it is for them to say what holds"
    others_learn_a_figure_and_no_word(both)
    branch = found.sides[1].id
    told = both.outcome(1, branch).consequences
    assert [one for one in told if "已经答复过业主 (王总" in one], told
    both.decide(1, branch)
    assert both.rows(0) == both.rows(1)
    assert both.rows(0)[0][1:4] == ("answered", "下周再答复您", "face")
    assert both.branches(0) == both.branches(1) == ["dropped", "kept"]
    for safe in both.pair.safes:
        main = safe.world.database
        assert says(main, *WORDS, "下周再答复您") == [], "nothing of it has come into the main file"
        safe.file.close()
        assert left_inside.noted(main) == left_inside.Left(), "figures, and only as long as they hold"


def others_learn_a_figure_and_no_word(both: Both) -> None:
    safe = both.pair.safes[0]
    own, world = both.own(0), safe.world
    asked = (world.rules, both.actor(0, Role.CLERK), (world.scope, both.scope))
    safe.file.note()  # as each round and each signing out does
    for file in (None, own):  # locked; open beside somebody whom no complaint names
        assert both_files.waiting(world.database, file, *asked) == ([], 1)
    band = More((), (), (), 1).band()
    assert band == ("待裁定 1", "两台电脑记的不一样: 投诉 1 件, 请责任人登录处理")
    shown = both.traffic(0, Role.CLERK, open_file=False)
    headings = [str(one) for one in lines(shown, world.clock())]
    assert (shown.hidden, list(shown.decide), list(shown.waiting)) == (1, [], [])
    assert any("待裁定的投诉" in one for one in headings)
    assert not any(word in str(shown) + str(headings) for word in (*WORDS, "3-2-1801", "下周再答复您"))
    assert undecided(own, both.actor(0, Role.CLERK), both.scope) == frozenset()
    assert undecided(own, both.actor(0, Role.HEAD_OFFICE), both.scope) == {both.ent}
    clerk = both.actor(0, Role.CLERK)
    asked_for = (both.scope, "complaint", both.ent, world.clock(), world.database)
    assert reads.review(own, world.rules, clerk, *asked_for) is None


@ON_A_FILE
def test_an_answer_weighs_more_than_a_judgement_and_nobody_decides_what_is_about_himself(both: Both) -> None:
    both.take(0, "amend", about_id=both.actor(0, Role.MANAGER).id, about="吴明")
    both.take(0, "answer", answer="已换人", answered_how="phone", answered_by="王总")
    both.take(1, "rejudge", validity="partial")  # he does not know yet that it is about him
    for _ in range(2):
        both.pair.settle()
    world, actor = both.pair.safes[1].world, both.actor(1, Role.MANAGER)
    asked = (world.rules, actor, (world.scope, both.scope))
    assert both_files.waiting(world.database, both.own(1), *asked) == ([], 1), "he is told that there is one"
    (branch,) = (str(row[0]) for row in both.own(1).read("SELECT id FROM branch WHERE status='to_be_decided'"))
    with pytest.raises(StepRefused, match="本人"):
        both.take(1, RESOLVE, keep=MAIN, drop=[branch])
    found = both.review(0)
    kept = found.side(found.preselected)
    assert kept is not None
    assert [one.step for one in kept.lines if one.step != "amend"] == ["answer"]
    both.decide(0, kept.id)
    assert both.rows(0) == both.rows(1)
    assert (both.rows(0)[0][1], both.rows(0)[0][5]) == ("answered", "valid")


@ON_A_FILE
def test_what_waits_in_the_file_is_counted_also_while_it_is_locked(both: Both) -> None:
    """The bar says how much is still to be sent; whose it is shows to who may read it."""
    safe = both.pair.safes[1]
    main = safe.world.database
    both.take(1, "assign", handler_id=both.actor(1, Role.FOREMAN).id, handler="孙国强")
    both.take(1, "act", measures=f"{CANARY}谈了话")
    assert left_inside.known(main, safe.file.database).waiting == 2
    shown = both.traffic(1, Role.MANAGER)
    assert ([one.words for one in shown.waiting], shown.total, shown.locked) == (
        ["投诉 指派 孙国强", "投诉 登记措施"],
        2,
        0,
    )
    assert CANARY not in str(shown)
    beside = both.traffic(1, Role.CLERK)
    assert (list(beside.waiting), beside.total, beside.locked, beside.elsewhere) == ([], 0, 2, 0)
    safe.file.close()
    assert left_inside.known(main, None).waiting == 2
    locked = both.traffic(1, Role.CLERK, open_file=False)
    assert (list(locked.waiting), locked.locked, locked.elsewhere) == ([], 2, 0)
    assert any("投诉的办理等着上传" in str(one) for one in lines(locked, safe.world.clock()))
    sealed_is_no_other_estates(both)
    assert safe.sign_in(Role.MANAGER) is not None
    for _ in range(2):
        both.pair.settle()
    safe.file.note()
    rows = main.read("SELECT value FROM device WHERE name=?", (left_inside.NOTED,))
    assert json.loads(rows[0][0]) == [0, []], "figures, no words"


def sealed_is_no_other_estates(both: Both) -> None:
    """What a clerk has sealed here waits too, and is called what it is."""
    safe = both.pair.safes[1]
    safe.sign_in(Role.CLERK)
    safe.complain(Role.CLERK)
    shown = both.traffic(1, Role.CLERK, open_file=False)
    assert (shown.sealed, shown.locked, shown.elsewhere, shown.total) == (1, 2, 0, 1)
    assert any("内容已封存" in str(one) for one in lines(shown, safe.world.clock()))
