"""总部: estates, computers and their codes, partners; and joining the company's server."""

from desk.ui.special.head_office.section import HeadOfficeSection

__all__ = ["HeadOfficeSection"]
