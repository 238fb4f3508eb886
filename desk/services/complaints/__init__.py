"""投诉: complaints, suggestions and praise in a scope of their own; elsewhere only the neutral line."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.domain.service import Service

    SERVICE: Service


def __getattr__(name: str) -> "Service":
    """The service is put together when it is asked for: Today reads the neutral lines before any rule is wanted."""
    if name != "SERVICE":
        raise AttributeError(name)
    from desk.domain.service import Service
    from desk.services.complaints.flow import FLOW, LINE_FLOW
    from desk.services.complaints.page import PAGE

    return Service("complaints", "投诉", (FLOW, LINE_FLOW), (PAGE,))
