"""回访: the call after the work."""

from desk.domain.service import Service
from desk.services.revisits.flow import FLOW
from desk.services.revisits.page import PAGE

SERVICE = Service("revisits", "回访", (FLOW,), (PAGE,))
