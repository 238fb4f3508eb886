"""People of the list as lines: room, name, relation, masked telephone."""

from collections.abc import Sequence

from desk.services.residents.lookup import Candidate
from desk.services.residents.record import ServiceLevel
from desk.ui.kit.rows import Line, Row


def key(one: Candidate) -> str:
    """What a row is called: the person in that home, or the home itself."""
    return f"{one.resident_id}@{one.home_id}"


def lines(people: Sequence[Candidate]) -> list[Line]:
    return [
        Row(
            key(one),
            state=one.relation_label or ("房屋" if not one.resident_id else "—"),
            where=one.room_short or "没有房屋",
            what=one.name or ("资料已删除" if one.resident_id else "没有登记住户"),
            who="重点" if one.level == ServiceLevel.KEY else "",
            clock=one.masked,
        )
        for one in people
    ]
