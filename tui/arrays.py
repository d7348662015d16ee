"""Messages between processes, in which large arrays travel as files that are mapped and not copied."""

from __future__ import annotations

import io
import os
import pickle
import sys
import tempfile
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import EngineError
from core.text import clean

if TYPE_CHECKING:
    import numpy as np

LARGE_BYTES = 1 << 20
"""From this size on an array travels as a file."""


class Arrays:
    """Writes and reads messages of one side.

    Both sides write their large arrays into ``folder``, which one of them owns. An array that is held is written once,
    and comes back as itself. The owner removes a file once it holds its array no longer; so the other side writes an
    array of its own anew for each message.
    """

    def __init__(self, *, owner: bool) -> None:
        self.folder: Path | None = None
        self._owner = owner
        self._paths: dict[int, str] = {}
        self._held: weakref.WeakValueDictionary[str, np.ndarray] = weakref.WeakValueDictionary()

    def dumps(self, message: object) -> bytes:
        """The message as bytes.

        Raises:
            EngineError: there is no room for an array.
        """
        return self.pack(message)[0]

    def pack(self, message: object) -> tuple[bytes, list[np.ndarray]]:
        """The message as bytes, and the arrays that have to be held until it is read.

        Raises:
            EngineError: there is no room for an array.
        """
        stream = io.BytesIO()
        pickler = _Pickler(stream, self)
        pickler.dump(message)
        return stream.getvalue(), [array for array, _ in pickler.travelling.values()]

    def loads(self, data: bytes) -> Any:
        """The message in these bytes."""
        return _Unpickler(io.BytesIO(data), self).load()

    def file_of(self, array: np.ndarray) -> str:
        """The file of an array, which is written where there is none."""
        path = self._paths.get(id(array))
        if path is None or not os.path.exists(path):
            path = self._write(array)
            if self._owner:
                self._remember(array, path)
        return path

    def array_in(self, path: str) -> np.ndarray:
        """The array in a file: the one that is held, else mapped."""
        import numpy as np

        array = self._held.get(path)
        if array is None:
            array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
            self._remember(array, path)
        return array

    def remove_unheld_of(self, process: int) -> None:
        """Remove what a process wrote that has ended, as far as nobody holds it."""
        if self.folder is not None:
            for path in self.folder.glob(f"{_prefix(process)}*"):
                if str(path) not in self._held:
                    _unlink(str(path))

    def _write(self, array: np.ndarray) -> str:
        import numpy as np

        if self.folder is None:
            raise ValueError("there is no folder for large arrays")
        path = ""
        try:
            file, path = tempfile.mkstemp(suffix=".npy", prefix=_prefix(os.getpid()), dir=self.folder)
            with os.fdopen(file, "wb") as stream:
                np.save(stream, array, allow_pickle=False)
        except OSError as error:
            _unlink(path)
            raise EngineError(
                f"There is no room for temporary files in {clean(self.folder.parent)} ({error.strerror or error}).",
                "Free disk space, or let TMPDIR name another folder.",
            ) from error
        return path

    def _remember(self, array: np.ndarray, path: str) -> None:
        self._paths[id(array)] = path
        self._held[path] = array
        weakref.finalize(array, self._forget, id(array), path)

    def _forget(self, number: int, path: str) -> None:
        self._paths.pop(number, None)
        if self._owner:
            _unlink(path)


def _prefix(process: int) -> str:
    return f"array-{process}-"


def _unlink(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, arrays: Arrays) -> None:
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        self._arrays = arrays
        self.travelling: dict[int, tuple[np.ndarray, str]] = {}

    def persistent_id(self, value: Any) -> str | None:
        numpy = sys.modules.get("numpy")
        if numpy is None or type(value) is not numpy.ndarray or value.nbytes < LARGE_BYTES or value.dtype.hasobject:
            return None
        if id(value) not in self.travelling:
            self.travelling[id(value)] = value, self._arrays.file_of(value)
        return self.travelling[id(value)][1]


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, arrays: Arrays) -> None:
        super().__init__(stream)
        self._arrays = arrays

    def persistent_load(self, path: Any) -> np.ndarray:
        return self._arrays.array_in(path)
