"""A real pseudo-terminal with an emulator behind it, for the few tests that need the real thing."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

import pyte

UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<>=?][0-9;]*(?:u|\$p|[a-zA-Z](?<![hl]))|\x1bP.*?\x1b\\", re.DOTALL)


class Terminal:
    """A program in a terminal of ``columns`` x ``rows``."""

    def __init__(self, command: list[str], columns: int = 100, rows: int = 30, **environment: str) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], command, {**os.environ, "TERM": "xterm-256color", **environment})
        self.resize(columns, rows)
        self._exit_code: int | None = None

    def resize(self, columns: int, rows: int) -> None:
        """Give the window another size, as a person dragging its corner would."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)
        os.kill(self.pid, signal.SIGWINCH)

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._fd, keys.encode())

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self._fd)
        self._fd = -1

    def read_some(self) -> bool:
        """Read what has been written by now; False where there was nothing."""
        return self._read()

    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(self.screen.display)

    def wait_for(self, wanted: str, seconds: float = 60) -> None:
        """Read until the text is on the screen."""
        end = time.monotonic() + seconds
        while wanted not in self.text():
            assert time.monotonic() < end, f"{wanted!r} never came:\n{self.text()}"
            assert self._read() or self.exit_code() is None, f"ended before {wanted!r} came:\n{self.text()}"

    def wait_until_gone(self, unwanted: str, seconds: float = 60) -> None:
        """Read until the text is no longer on the screen."""
        end = time.monotonic() + seconds
        while unwanted in self.text():
            assert time.monotonic() < end, f"{unwanted!r} stayed:\n{self.text()}"
            self._read()

    def wait_for_end(self, seconds: float = 60) -> int:
        """Read until the program has ended; its exit code."""
        end = time.monotonic() + seconds
        while self.exit_code() is None:
            assert time.monotonic() < end, f"it did not end:\n{self.text()}"
            self._read()
        while self._read():
            pass
        return self.exit_code() or 0

    def exit_code(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self._exit_code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._exit_code = os.waitstatus_to_exitcode(status)
        return self._exit_code

    def close(self) -> None:
        """End the program if it still runs."""
        if self.exit_code() is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self._fd >= 0:
            os.close(self._fd)

    def _read(self) -> bool:
        if self._fd < 0:
            return False
        ready, _, _ = select.select([self._fd], [], [], 0.05)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return False
        self.written += data
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))
        return bool(data)
