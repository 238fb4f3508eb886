"""Imports as Python does them. It costs a third of a start to have them as PySide and the collector would like."""

import builtins
import gc
import marshal
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("__pycache__") / f"shiboken.{sys.implementation.cache_tag}"


def begin(kept: Path = KEPT) -> None:
    """Import PySide the quick way; everything after it is imported by Python alone.

    PySide's own Python files come as source inside a library and are compiled at every start: here once, kept as Python
    keeps its own. It also reads the source of every module imported after it, to see whether it uses `__feature__`:
    ours do not. The original import is kept by PySide itself under this name; where a later PySide keeps none, nothing
    is changed. Modules are no garbage: the collector waits until they are all there.
    """
    gc.disable()
    compiled = Compiled(kept)
    compiled.begin()
    try:
        import PySide6.QtCore  # noqa: F401
    finally:
        compiled.end()
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def done() -> None:
    """Everything imported stays for ever: it is never looked at again.

    Once, and only where `begin` was called: frozen again later, windows left behind would stay for ever too.
    """
    if gc.isenabled():
        return
    gc.freeze()
    gc.enable()


class Compiled:
    """`compile` that remembers between two starts: the same source under the same name is the same code."""

    def __init__(self, kept: Path) -> None:
        self._kept, self._fresh = kept, False
        self._known = _read(kept)
        self._compile: Callable[..., Any] = builtins.compile

    def begin(self) -> None:
        builtins.compile = self._once

    def end(self) -> None:
        """Python's own `compile` again; what is new is kept, unless this Python keeps nothing."""
        builtins.compile = self._compile
        if self._fresh and not sys.dont_write_bytecode:
            _write(self._kept, self._known)

    def _once(self, source: Any, filename: Any, mode: str, *others: Any, **options: Any) -> Any:
        if others or options or mode != "exec" or not isinstance(source, bytes):
            return self._compile(source, filename, mode, *others, **options)
        was, code = self._known.get(filename, (b"", None))
        if code is None or was != source:
            code = self._compile(source, filename, mode)
            self._known[filename] = (source, code)
            self._fresh = True
        return code


def _read(kept: Path) -> dict[str, tuple[bytes, Any]]:
    """What another start kept; nothing where it is not there, damaged or of another Python."""
    try:
        raw = kept.read_bytes()
        found = marshal.loads(raw[len(MAGIC_NUMBER) :]) if raw.startswith(MAGIC_NUMBER) else {}
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(kept: Path, known: dict[str, tuple[bytes, Any]]) -> None:
    """All or nothing; a folder that may not be written costs the next start what it cost this one."""
    part = kept.with_name(f"{kept.name}.{os.getpid()}")
    try:
        kept.parent.mkdir(exist_ok=True)
        part.write_bytes(MAGIC_NUMBER + marshal.dumps(known))
        part.replace(kept)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)
