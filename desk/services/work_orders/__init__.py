"""报修: repairs from intake to close."""

from desk.domain.service import Service
from desk.services.work_orders.flow import FLOW
from desk.services.work_orders.page import PAGE

SERVICE = Service("work_orders", "报修", (FLOW,), (PAGE,))
