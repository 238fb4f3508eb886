"""A question as it is answered: one key for one question, or for two that are asked in one breath."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desk.services.revisits.script import Answer, answer_words
from desk.services.revisits.sources import Source
from desk.ui.kit.choices import Choice

YES, NO = str(Answer.YES), str(Answer.NO)
# The four answers to two questions, in the order of their digits.
PAIRS = ((YES, YES), (NO, YES), (YES, NO), (NO, NO))


@dataclass(frozen=True, slots=True)
class Asked:
    questions: tuple[str, ...]
    words: tuple[str, ...] = ()  # of the four answers, where there are two questions

    def choices(self) -> list[Choice]:
        if len(self.questions) == 1:
            yes, no = answer_words(self.questions[0])
            return [Choice(YES, yes), Choice(NO, no)]
        return [Choice(" ".join(pair), words) for pair, words in zip(PAIRS, self.words, strict=True)]

    def answers(self, value: str) -> dict[str, str]:
        """What the chosen box says of each question."""
        return dict(zip(self.questions, value.split(" "), strict=True))

    def value(self, answers: Mapping[str, str]) -> str:
        """The box of what was answered so far; empty where something was not."""
        return " ".join(answers[one] for one in self.questions) if set(self.questions) <= set(answers) else ""


def asked_of(source: Source | None, paid: bool) -> list[Asked]:
    """The questions of one matter, a key each."""
    return [Asked(one, source.together_words if len(one) > 1 else ()) for one in source.by_key(paid)] if source else []


def said(questions: Sequence[str]) -> str:
    """As it is read aloud."""
    return " ".join(questions)
