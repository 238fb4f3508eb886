"""交接: who is on, the hand-over book, promises, what the counter keeps."""

from desk.domain.service import Service
from desk.services.hand_over.flow import HAND_OVER_FLOW, PROMISE_FLOW

SERVICE = Service("hand_over", "交接", (HAND_OVER_FLOW, PROMISE_FLOW))
