"""派工: the dispatch pane and its parts."""

from desk.ui.special.dispatch.pane import DispatchPane

__all__ = ["DispatchPane"]
