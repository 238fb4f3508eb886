"""家政: a booking goes to a company, which keeps its own clocks; the desk writes down what it hears."""

from desk.domain.service import Service
from desk.services.housekeeping.flow import FLOW
from desk.services.housekeeping.page import PAGE

SERVICE = Service("housekeeping", "家政", (FLOW,), (PAGE,))
