"""业主: who lives where, and the card that shows all that is known of a person."""

from desk.ui.special.residents.page import ResidentsPage

__all__ = ["ResidentsPage"]
