"""Bookings in memory, decided by the real rules and the program's own works and companies."""

from typing import Any

import pytest

from desk.domain.calendar import MINUTE, at
from desk.domain.lists import Lists
from desk.paths import RESOURCES
from desk.services.housekeeping.own_rows import own_rows
from tests.services.folding import Fold

LISTS = Lists(lambda: (own_rows(RESOURCES / "catalogue"), ()))
VISIT = at("2026-11-20", "14:00")


class Bookings:
    """Takes the steps of one booking after the other."""

    def __init__(self, settings: dict[str, str] | None = None) -> None:
        self.fold = Fold(settings=settings, lists=LISTS)

    def take(self, step: str, ent: str, **values: Any) -> str:
        return self.fold.take(f"housekeeping.{step}", ent, **values)

    def refusal(self, step: str, ent: str | None, **values: Any) -> str:
        return self.fold.refusal(f"housekeeping.{step}", ent, **values)

    def row(self, ent: str) -> dict[str, Any]:
        return self.fold.row("housekeeping", ent)

    def booked(self, **more: Any) -> str:
        told = {"where": "3-2-1801", "home_id": "h-1", "work": "1", "company": "jiewanjia", "no": "W1A-0001"}
        return self.fold.take("housekeeping.book", **(told | more))

    def agreed(self, **more: Any) -> str:
        return self.take("agree", self.booked(**more), visit_from_at=VISIT, agreed_by="company", worker="李阿姨")

    def done(self, **more: Any) -> str:
        ent = self.agreed(**more)
        self.fold.clock.now = VISIT + 5 * MINUTE
        self.take("arrive", ent)
        self.fold.clock.forward(hours=2)
        return self.take("finish", ent)


@pytest.fixture
def bookings() -> Bookings:
    return Bookings()
