"""回单: a returned slip, entered from paper with keys only; one by one, or the evening's in a grid."""

from desk.ui.special.slip_return.grid_pane import SlipGridPane
from desk.ui.special.slip_return.pane import SlipReturnPane

__all__ = ["SlipGridPane", "SlipReturnPane"]
