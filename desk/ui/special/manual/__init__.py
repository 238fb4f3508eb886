"""F1: the manual over whatever one is doing, open at the page that explains it."""

from desk.ui.special.manual.pane import ManualPane

__all__ = ["ManualPane"]
