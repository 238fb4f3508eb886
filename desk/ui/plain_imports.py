"""Imports as Python does them. It costs a tenth of a start to have them as PySide and the collector would like."""

import builtins
import gc


def begin() -> None:
    """PySide reads the source of every module imported after it, to see whether it uses `__feature__`: ours do not.

    The original import is kept by PySide itself under this name; where a later PySide keeps none, nothing is changed.
    Modules are no garbage: the collector waits until they are all there.
    """
    gc.disable()
    import PySide6.QtCore  # noqa: F401

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def done() -> None:
    """Everything imported stays for ever: it is never looked at again."""
    gc.freeze()
    gc.enable()
