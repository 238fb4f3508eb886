"""交接: who is on, the hand-over book, what the counter keeps, the night log."""

from desk.domain.service import Service

SERVICE = Service("hand_over", "交接", ())
