"""同步: what waits, what was turned away, what is to be decided, and what to do about each."""

from desk.ui.special.sync.pane import SyncPane

__all__ = ["SyncPane"]
