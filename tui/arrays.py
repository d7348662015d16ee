"""Messages between processes, in which large arrays travel as files that are mapped and not copied."""

from __future__ import annotations

import io
import itertools
import os
import pickle
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

LARGE_BYTES = 1 << 20
"""From this size on an array travels as a file."""


class Arrays:
    """Writes and reads messages of one side.

    Both sides write their large arrays into ``folder``, which one of them owns. The owner removes a file once it holds
    its array no longer; the other side has mapped it by then, or is gone.
    """

    def __init__(self, *, owner: bool) -> None:
        self.folder: Path | None = None
        self._owner = owner
        self._files: dict[int, str] = {}
        self._numbers = itertools.count()

    def dumps(self, message: object) -> bytes:
        """The message as bytes."""
        stream = io.BytesIO()
        _Pickler(stream, self).dump(message)
        return stream.getvalue()

    def loads(self, data: bytes) -> Any:
        """The message in these bytes."""
        return _Unpickler(io.BytesIO(data), self).load()

    def file_of(self, array: np.ndarray) -> str:
        """The file of an array, which is written the first time."""
        import numpy as np

        if id(array) not in self._files:
            if self.folder is None:
                raise ValueError("there is no folder for large arrays")
            path = self.folder / f"array-{os.getpid()}-{next(self._numbers)}.npy"
            np.save(path, array, allow_pickle=False)
            self._remember(array, str(path))
        return self._files[id(array)]

    def array_in(self, path: str) -> np.ndarray:
        """The array in a file, mapped."""
        import numpy as np

        array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
        self._remember(array, path)
        return array

    def _remember(self, array: np.ndarray, path: str) -> None:
        self._files[id(array)] = path
        weakref.finalize(array, self._forget, id(array), path)

    def _forget(self, number: int, path: str) -> None:
        self._files.pop(number, None)
        if self._owner:
            with suppress(OSError):
                os.unlink(path)


class _Pickler(pickle.Pickler):
    def __init__(self, stream: io.BytesIO, arrays: Arrays) -> None:
        super().__init__(stream, protocol=pickle.HIGHEST_PROTOCOL)
        self._arrays = arrays

    def persistent_id(self, value: Any) -> str | None:
        numpy = sys.modules.get("numpy")
        if numpy is None or type(value) is not numpy.ndarray or value.nbytes < LARGE_BYTES or value.dtype.hasobject:
            return None
        return self._arrays.file_of(value)


class _Unpickler(pickle.Unpickler):
    def __init__(self, stream: io.BytesIO, arrays: Arrays) -> None:
        super().__init__(stream)
        self._arrays = arrays

    def persistent_load(self, path: Any) -> np.ndarray:
        return self._arrays.array_in(path)
