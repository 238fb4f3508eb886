"""Notices in memory, decided by the real rules and the program's own types."""

import pytest

from desk.domain.lists import Lists
from desk.paths import RESOURCES
from desk.services.notices.own_rows import own_rows
from tests.services.folding import Fold
from tests.services.notices.writing import Desk

TYPES = Lists(lambda: (own_rows(RESOURCES / "catalogue"), ()))


@pytest.fixture
def desk() -> Desk:
    return Desk(Fold(lists=TYPES))
