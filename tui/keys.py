"""Keys one after the other: each has its full effect before the next, also where that effect is a dialog."""

from __future__ import annotations

import unicodedata
from collections import deque
from collections.abc import Callable, Iterator

from textual.dom import DOMNode
from textual.events import Key
from textual.keys import KEY_NAME_REPLACEMENTS
from textual.message_pump import MessagePump

MOST_PASTED = 32
"""A longer text that is pasted where nothing can be typed was meant for another place."""

AT_ONCE = "ctrl+c"
"""Waits for no key before it; those were not meant for what comes after it."""

_LAPS = 2
"""How often a callback goes through the queue of a widget: behind a key, then behind the messages that the key made."""


class HeldKeys:
    """Holds keys while the one before is at work, and while a dialog is on its way."""

    def __init__(self) -> None:
        self._held: deque[Key] = deque()
        self._is_pressing = self._is_opening = False

    @property
    def are_waiting(self) -> bool:
        """Whether a key would have to wait."""
        return self._is_pressing or self._is_opening or bool(self._held)

    def take(self, key: Key) -> bool:
        """Whether a key has to wait, behind those that came before it."""
        if self.are_waiting:
            self._held.append(key)
            return True
        return False

    def next(self) -> Key | None:
        """The next key that need not wait any more."""
        if self._is_pressing or self._is_opening or not self._held:
            return None
        return self._held.popleft()

    def drop(self) -> None:
        """Forget the keys that wait."""
        self._held.clear()

    def begin_pressing(self) -> None:
        """A key is at work."""
        self._is_pressing = True

    def end_pressing(self) -> None:
        """The key has had its effect."""
        self._is_pressing = False

    def begin_opening(self) -> None:
        """A dialog is on its way."""
        self._is_opening = True

    def end_opening(self) -> None:
        """The dialog is there, or there will be none."""
        self._is_opening = False


def after_effect(node: MessagePump, root: MessagePump, then: Callable[[], object], laps: int = _LAPS) -> None:
    """Call ``then`` once a widget and all above it, up to ``root``, have handled what lies in their queues by now.

    A key takes this way twice: up to the app, which runs what is bound to it, and again with the messages of that.
    """
    while node is not root and not node.is_running:
        node = _above(node, root)  # a widget that is gone: what it had to say is said
    if node is root and not laps:
        then()
    elif not laps:
        after_effect(_above(node, root), root, then)
    else:
        node.call_later(after_effect, node, root, then, laps - 1)


def _above(node: MessagePump, root: MessagePump) -> MessagePump:
    return node.parent or root if isinstance(node, DOMNode) else root


def as_enter(key: Key) -> Key:
    """The key; Enter for a line end, which is what Enter was turned into before the terminal was taken over."""
    return Key("enter", "\r") if key.key == "ctrl+j" else key


def typed(text: str) -> Iterator[Key]:
    """The keys that a pasted text stands for, where it is short enough to be meant as keys."""
    if len(text) > MOST_PASTED:
        return
    for char in text:
        if char in "\r\n":
            yield Key("enter", "\r")
        elif char.isprintable():
            yield Key(_name(char), char)


def _name(char: str) -> str:
    """What Textual calls the key of a character."""
    if char.isalnum():
        return char
    name = unicodedata.name(char, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)
