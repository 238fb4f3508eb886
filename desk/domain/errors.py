"""Errors in two kinds: those a person can act on, and bugs."""


class DeskError(Exception):
    """Shown to the person as it is, in Chinese; everything else that is raised is a bug and reported.

    `message` says what is the matter, `advice` what to do, `field` names the field to focus.
    """

    def __init__(self, message: str, advice: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
        self.field = field

    def __str__(self) -> str:
        return f"{self.message}: {self.advice}" if self.advice else self.message
