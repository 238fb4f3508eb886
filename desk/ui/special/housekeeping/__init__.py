"""家政: the page of bookings, the form that books, the slip that comes back."""

from desk.ui.special.housekeeping.page import HousekeepingPage

__all__ = ["HousekeepingPage"]
