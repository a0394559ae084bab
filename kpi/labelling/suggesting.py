"""What a conversation may be about, learnt from the subjects of those whose intent is known.

Words and pairs of words, weighed (TF-IDF), and a linear classifier (a support vector machine, one intent against the
rest). How sure a suggestion is, is learnt from suggestions for conversations that the classifier has not seen: of those
with such a lead over the second best intent, so many were right. It needs the extra "suggestions" (scikit-learn).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

SURE_ENOUGH = 0.7
"""Below that it is "not sure"."""

FEWEST, FEWEST_OF_AN_INTENT = 50, 5
"""Conversations to learn from; an intent with fewer is never suggested."""

_PARTS = FEWEST_OF_AN_INTENT
"""How sure it is, is learnt from each fifth by what is learnt from the other four; each has every intent."""

Example = tuple[str, str]
"""A subject, and its intent, folded."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Suggestion:
    """An intent, folded, None for "not sure"; and how sure the likeliest one is, 0 to 1."""

    intent: str | None
    confidence: float


class Suggester(Protocol):
    """Knows what the team has labelled."""

    def suggest(self, subject: str) -> Suggestion:
        """What a conversation with this subject is likely about."""


def can_learn() -> bool:
    """Whether what it takes is installed."""
    return find_spec("sklearn") is not None


def learnt(examples: Sequence[Example]) -> "Learnt | None":
    """What can be learnt from these; None if they are too few, or about fewer than two intents. Takes some seconds for
    10,000. ModuleNotFoundError if the extra is not installed.
    """
    numbers = Counter(intent for _, intent in examples)
    often = {intent for intent, number in numbers.items() if number >= FEWEST_OF_AN_INTENT}
    known = [each for each in examples if each[1] in often]
    rare = [subject for subject, intent in examples if intent not in often]
    return Learnt.of(known, rare) if len(known) >= FEWEST and len(often) > 1 else None


@dataclass(frozen=True)
class Learnt:
    """`words` weighs the words of a subject, `intents` scores each intent, `sure` says how often such scores are right:
    None where they always were."""

    words: Any
    intents: Any
    sure: Any

    @classmethod
    def of(cls, known: Sequence[Example], rare: Sequence[str]) -> "Learnt":
        """From subjects with their intents, and from some whose intents it does not learn: it is wrong about those."""
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_predict
        from sklearn.svm import LinearSVC

        subjects, labels = zip(*known, strict=True)
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")  # noqa: S106 — no password
        weighed = words.fit_transform(subjects)
        intents = LinearSVC(C=0.5, random_state=0)
        unseen = _scores(cross_val_predict(intents, weighed, labels, cv=_PARTS, method="decision_function"))
        intents.fit(weighed, labels)
        right = intents.classes_[unseen.argmax(axis=1)] == np.array(labels)
        leads = _leads(unseen)
        if rare:
            leads = np.vstack([leads, _leads(_scores(intents.decision_function(words.transform(rare))))])
            right = np.append(right, np.zeros(len(rare), dtype=np.bool_))
        sure = None if right.all() or not right.any() else LogisticRegression(C=100).fit(leads, right)
        return cls(words, intents, sure if right.any() else _Never())

    def suggest(self, subject: str) -> Suggestion:
        """As `Suggester`."""
        intent, confidence = self.likeliest(subject)
        return Suggestion(intent if confidence >= SURE_ENOUGH else None, confidence)

    def likeliest(self, subject: str) -> tuple[str | None, float]:
        """The likeliest intent, and how sure that is; none if no word of the subject is known."""
        weighed = self.words.transform([subject])
        if not weighed.nnz:
            return None, 0.0
        scores = _scores(self.intents.decision_function(weighed))
        confidence = 1.0 if self.sure is None else float(self.sure.predict_proba(_leads(scores))[0, 1])
        return str(self.intents.classes_[scores.argmax()]), confidence


class _Never:
    """Says of all scores that they are wrong."""

    def predict_proba(self, leads: Numbers) -> Numbers:
        """Of each, how likely it is wrong, and right."""
        return np.tile([1.0, 0.0], (len(leads), 1))


def _scores(found: Numbers) -> Numbers:
    """A column for each intent: of two, there is one number only."""
    return np.column_stack([-found, found]) if found.ndim == 1 else found


def _leads(scores: Numbers) -> Numbers:
    """The best score of each row, and by how much it leads over the second."""
    ordered = np.sort(scores, axis=1)
    return np.column_stack([ordered[:, -1], ordered[:, -1] - ordered[:, -2]])
