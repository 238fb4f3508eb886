"""收款与日结: receipts and the count of the day."""

from desk.domain.service import Service
from desk.services.takings.flow import DAY_CLOSE_FLOW, TAKING_FLOW

SERVICE = Service("takings", "收款", (TAKING_FLOW, DAY_CLOSE_FLOW))
