"""公告: the page, the form, what hangs on the wall, who signed up."""

from desk.ui.special.notices.page import NoticesPage

__all__ = ["NoticesPage"]
