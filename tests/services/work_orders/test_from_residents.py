"""A report that a resident sent himself: what it leaves to a person, and by whom it is settled."""

import pytest

from desk.domain.roles import Role
from tests.services.folding import Fold


@pytest.fixture
def fold() -> Fold:
    return Fold()


def test_an_address_that_nobody_knows_is_looked_at_first(fold: Fold) -> None:
    order = fold.order(home_id=None, where="8栋", address_unchecked=True)
    assert fold.row("work_order", order)["status"] == "under_review"
    fold.take("work_order.review", order)
    row = fold.row("work_order", order)
    assert (row["status"], row["address_unchecked"]) == ("accepted", False)


def test_who_wrote_is_confirmed_by_a_person(fold: Fold) -> None:
    order = fold.order(by=Role.RULES, channel="wechat", identity_unchecked=True)
    assert fold.row("work_order", order)["status"] == "accepted"
    assert fold.refusal("work_order.confirm_identity", order, by=Role.RULES) == "role"
    fold.take("work_order.confirm_identity", order, reporter="王秀英", reporter_phone="13911110000")
    row = fold.row("work_order", order)
    assert (row["reporter"], row["reporter_phone"], row["identity_unchecked"]) == ("王秀英", "13911110000", False)


def test_who_was_told_when_we_come_calls_nothing_off_any_more(fold: Fold) -> None:
    order = fold.dispatched()
    fold.take("work_order.ask_cancel", order, by=Role.RULES)
    assert fold.row("work_order", order)["cancel_asked"] is True
    fold.take("work_order.inform", order, informed_how="called_back")
    assert fold.row("work_order", order)["cancel_asked"] is False


def test_a_rating_stands_beside_what_the_revisit_says(fold: Fold) -> None:
    order = fold.finished()
    fold.take("work_order.rate", order, by=Role.RULES, rating="bad", rating_words="还在滴")
    row = fold.row("work_order", order)
    assert (row["rating"], row["rating_words"], row["status"]) == ("bad", "还在滴", "finished")
    assert "satisfaction" not in row
