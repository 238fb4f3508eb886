"""受理: the intake card and its parts."""

from desk.ui.special.intake.card import IntakeCard

__all__ = ["IntakeCard"]
