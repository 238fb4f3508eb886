"""报修: repairs from intake to close."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk.domain.service import Service

    SERVICE: Service


def __getattr__(name: str) -> "Service":
    """The service is put together when it is asked for: Today reads orders before any rule is wanted."""
    if name != "SERVICE":
        raise AttributeError(name)
    from desk.domain.service import Service
    from desk.services.work_orders import co_report
    from desk.services.work_orders.flow import FLOW
    from desk.services.work_orders.page import PAGE

    return Service("work_orders", "报修", (FLOW, co_report.FLOW), (PAGE,))
