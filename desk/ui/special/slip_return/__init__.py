"""回单: a returned slip, entered from paper with keys only."""

from desk.ui.special.slip_return.pane import SlipReturnPane

__all__ = ["SlipReturnPane"]
