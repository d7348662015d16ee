"""The verdict on a screen: the whole of it where K is chosen, a line where its consequences are shown."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tui.commands import key_of

if TYPE_CHECKING:
    from core.words.verdict import Reason
    from tui.session import Session

_INDENT = 4
_COLOURS = {"✓": "$success", "✗": "$error", "~": "$warning"}


class VerdictLine(Static):
    """What the verdict says of the current K; nothing where it recommends this one."""

    def show(self, session: Session) -> None:
        """Paint it, with the key that takes the recommended K."""
        said = _on_k(session)
        self.display = bool(said)
        self.update(Content.styled(said, "$warning"))


def what_to_do(session: Session) -> str:
    """What a person can do about the verdict on the current K; empty where nothing is to be done."""
    from core.evidence.verdict import MORE_THAN_COMPARED

    verdict = None if session.sweep is None else session.sweep.verdict
    if verdict is None:
        return ""
    if verdict.structure_kind == MORE_THAN_COMPARED:
        return f"{key_of('range')} compares more."
    if verdict.recommended_k not in (None, session.k):
        return f"{key_of('best')} takes K = {verdict.recommended_k}."
    return ""


def seen_of_verdict(session: Session) -> tuple[object, ...]:
    """What a line on the current K depends on."""
    verdict = None if session.sweep is None else session.sweep.verdict
    return () if verdict is None else (session.k, verdict.structure, verdict.structure_kind, verdict.recommended_k)


def verdict_block(session: Session, width: int) -> Content:
    """The answer in bold, then what was asked and what it said, a line each, and the same for the current K.

    Reasons are broken at ``width`` and go on below their text. Empty until every K is fitted.
    """
    from core.words.evidence import reasons_on_k
    from core.words.verdict import verdict_answer, verdict_reasons

    sweep, k = session.sweep, session.k
    if sweep is None or sweep.verdict is None or k is None:
        return Content("")
    evidence = sweep.compared_evidence
    lines = [Content.styled(_with_key(verdict_answer(sweep.verdict, evidence), session), "bold")]
    lines += [_reason(reason, width) for reason in verdict_reasons(sweep.verdict, evidence)]
    about = reasons_on_k(sweep.evidence, sweep.verdict, k)
    if about:
        lines += [Content.styled(f"For and against K = {k}", "bold"), *(_reason(reason, width) for reason in about)]
    return Content("\n").join(lines)


def _reason(reason: Reason, width: int) -> Content:
    text = f"\n{' ' * _INDENT}".join(textwrap.wrap(reason.text, width - _INDENT))
    return Content.assemble("  ", (reason.sign, _COLOURS[reason.sign]), f" {text}")


def _on_k(session: Session) -> str:
    from core.words.verdict import verdict_on_k

    verdict = None if session.sweep is None else session.sweep.verdict
    if verdict is None or session.k is None:
        return ""
    said = verdict_on_k(verdict, session.k)
    return _with_key(f"K = {session.k}: {said}.", session) if said else ""


def _with_key(sentence: str, session: Session) -> str:
    """A sentence on the verdict with what a person can do about it."""
    return f"{sentence} {what_to_do(session)}".strip()
