"""待裁定: two lines of steps side by side, and which of them stands."""

from desk.ui.special.reviews.pane import ReviewPane

__all__ = ["ReviewPane"]
