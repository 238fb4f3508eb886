"""What the installer says to the person: one line each, in Chinese, on the error stream."""

import sys


class SetUpError(Exception):
    """Set-up stops here; `message` says why, `advice` what to do, `exit_code` is the command's result."""

    def __init__(self, message: str, advice: str = "", exit_code: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}" if self.advice else self.message


def say(text: str) -> None:
    """Print at once; a console that cannot show a character gets its escape, not a crash."""
    _write(text + "\n")


def progress(text: str) -> None:
    """Overwrite the terminal's line with what is being done, "" clears it; nothing where there is no terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        _write(f"\r\x1b[K{text[:70]}")


def _write(text: str) -> None:
    stream = sys.stderr
    if stream is None:  # pythonw on Windows
        return
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
