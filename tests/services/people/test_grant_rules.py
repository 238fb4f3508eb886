"""Who may make whom what."""

from typing import Any

import pytest

from desk.domain.roles import Actor, Role
from tests.services.folding import Fold


@pytest.mark.parametrize(
    ("by", "role", "code"),
    [
        (Role.HEAD_OFFICE, "head_office", ""),
        (Role.MANAGER, "head_office", "role"),
        (Role.MANAGER, "manager", ""),
        (Role.MANAGER, "clerk", ""),
        (Role.CLERK, "clerk", "role"),
    ],
)
def test_nobody_lifts_a_person_into_head_office_from_below(by: Role, role: str, code: str) -> None:
    told: dict[str, Any] = {"staff_id": "s-1", "estate_id": "e-1"}
    assert Fold().refusal("grant.add", None, by=by, role=role, **told) == code


def test_nor_by_changing_or_restoring_a_grant() -> None:
    fold = Fold()
    told: dict[str, Any] = {"staff_id": "s-1", "estate_id": "e-1"}
    low = fold.take("grant.add", by=Role.MANAGER, role="clerk", **told)
    high = fold.take("grant.add", by=Role.HEAD_OFFICE, role="head_office", **told)
    manager = Actor("m", frozenset({Role.MANAGER}))
    assert fold.refusal("grant.edit", low, by=manager, role="head_office") == "role"
    assert fold.refusal("grant.edit", high, by=manager, staff_id="m") == "role"
    fold.take("grant.void", high, by=Role.HEAD_OFFICE)
    assert fold.refusal("grant.restore", high, by=manager) == "role"
