"""A sample without chance: stable, about as large as it says, another for every purpose."""

from uuid import UUID

import pytest

from desk.domain.sampling import drawn

DRAWN = [5, 12, 13, 32, 34, 41, 47, 49, 52, 56, 58]
ENTS = [str(UUID(int=number * 7_919)) for number in range(5_000)]


@pytest.mark.parametrize("percent", [1, 5, 20, 30, 50, 99])
def test_about_as_many_as_it_says(percent: int) -> None:
    share = sum(drawn(ent, "revisit", percent) for ent in ENTS) * 100 / len(ENTS)
    assert abs(share - percent) < 2


def test_all_and_none() -> None:
    assert all(drawn(ent, "revisit", 100) for ent in ENTS)
    assert not any(drawn(ent, "revisit", 0) for ent in ENTS)


def test_who_is_drawn_at_a_rate_is_drawn_at_a_higher_one() -> None:
    assert all(drawn(ent, "revisit", 40) for ent in ENTS if drawn(ent, "revisit", 20))


def test_the_same_answer_in_every_process() -> None:
    """Written down once: a change of the draw would contradict replicas that still draw the old way."""
    assert [number for number in range(60) if drawn(ENTS[number], "revisit", 20)] == DRAWN


def test_another_purpose_draws_others() -> None:
    one = {ent for ent in ENTS if drawn(ent, "revisit", 20)}
    other = {ent for ent in ENTS if drawn(ent, "second call", 20)}
    assert len(one & other) < len(one) / 3
