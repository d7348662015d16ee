"""matplotlib as it comes: without settings of a folder or a user, without noise, and where there is no home too."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from core.heavy import importing
from core.workspace import Workspace

_SETTINGS = "matplotlibrc"


@cache
def load_matplotlib() -> None:
    """Import matplotlib, unless somebody did so before; it reads its settings and lists the fonts as it is imported."""
    logging.getLogger("matplotlib").addHandler(logging.NullHandler())
    with importing(), _settings_as_they_come(), _cache_at_hand():
        import matplotlib.figure  # noqa: F401


@contextmanager
def _settings_as_they_come() -> Iterator[None]:
    """Within, matplotlib finds no settings but its own: those of the working folder would come before any other."""
    spec, exists = find_spec("matplotlib"), os.path.exists
    own = Path(spec.origin).parent / "mpl-data" / _SETTINGS if spec is not None and spec.origin else Path()
    os.path.exists = lambda path: path != _SETTINGS and exists(path)
    try:
        with _variable("MATPLOTLIBRC", own):
            yield
    finally:
        os.path.exists = exists


@contextmanager
def _cache_at_hand() -> Iterator[None]:
    """Within, there is a folder for the list of fonts that matplotlib and Fontconfig keep, if only for this once."""
    if _has_a_cache():
        yield
        return
    with Workspace() as workspace, _variable("XDG_CACHE_HOME", workspace.folder):
        yield


@contextmanager
def _variable(name: str, value: Path) -> Iterator[None]:
    """Within, a variable of the environment is a path."""
    before = os.environ.get(name)
    os.environ[name] = str(value)
    try:
        yield
    finally:
        del os.environ[name]
        if before is not None:
            os.environ[name] = before


def _has_a_cache() -> bool:
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # no home is a RuntimeError
        return False
    return os.access(folder, os.W_OK | os.X_OK)
