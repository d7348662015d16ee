"""matplotlib as it comes: without settings of a folder or a user, without noise, and where there is no home too."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from unittest.mock import patch

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
    with (
        patch.dict(os.environ, MATPLOTLIBRC=str(own)),
        patch("os.path.exists", lambda path: path != _SETTINGS and exists(path)),
    ):
        yield


@contextmanager
def _cache_at_hand() -> Iterator[None]:
    """Within, there is a folder for the list of fonts that matplotlib and Fontconfig keep, if only for this once."""
    with ExitStack() as stack:
        if not _has_a_cache():
            folder = stack.enter_context(Workspace()).folder
            stack.enter_context(patch.dict(os.environ, XDG_CACHE_HOME=str(folder)))
        yield


def _has_a_cache() -> bool:
    try:
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # no home is a RuntimeError
        return False
    return os.access(folder, os.W_OK | os.X_OK)
