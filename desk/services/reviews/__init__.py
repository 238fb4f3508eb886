"""待裁定: what two desks did to one thing without knowing of each other, and which side stands."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.domain.service import Service

    SERVICE: Service


def __getattr__(name: str) -> "Service":
    """The service is put together when it is asked for: Today marks its rows before any rule is wanted."""
    if name != "SERVICE":
        raise AttributeError(name)
    from desk.domain.service import Service
    from desk.services.reviews.record import FLOW

    return Service("reviews", "分歧", (FLOW,))
