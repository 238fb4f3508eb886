"""待裁定: what two desks did to one thing without knowing of each other, and which side stands."""

from desk.domain.service import Service
from desk.services.reviews.record import FLOW

SERVICE = Service("reviews", "分歧", (FLOW,))
