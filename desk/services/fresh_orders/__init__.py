"""生鲜特供: orders, exchanges, compensations and points."""

from desk.domain.service import Service
from desk.services.fresh_orders.flow import FLOWS
from desk.services.fresh_orders.page import PAGE

SERVICE = Service("fresh_orders", "生鲜", FLOWS, (PAGE,))
