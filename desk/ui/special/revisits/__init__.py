"""回访: the calls of the day, rung and asked with the number keys."""

from desk.ui.special.revisits.page import RevisitsPage

__all__ = ["RevisitsPage"]
