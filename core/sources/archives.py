"""Zip archives: looked at first, refused whole where they are hostile, then unpacked into the private folder."""

from __future__ import annotations

import shutil
import stat
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from core.errors import EngineError, NotADatasetError, UnreadableDatasetError
from core.progress import Progress, Watch, raise_if_stopped
from core.sources.bounds import LARGEST_RATIO, LARGEST_UNPACKED
from core.sources.tables import is_table
from core.text import clean
from core.workspace import Workspace

MOST_MEMBERS = 10_000

_ALSO = ("u.item", "u.genre", "u.item.gz", "u.genre.gz")
_CHUNK = 1 << 20
_ENCRYPTED = 0x1


@dataclass(frozen=True)
class Unpacked:
    """A folder with the tables of an archive; ``members`` are their names in it, by absolute path."""

    folder: Path
    members: Mapping[Path, str]


def unpack(path: Path, workspace: Workspace, watch: Watch) -> Unpacked:
    """The tables of an archive, in the workspace; the archive itself is not needed again.

    Raises:
        UnreadableDatasetError: it is damaged, hostile, encrypted or too large.
        NotADatasetError: no member can be a table.
        EngineError: the disk is full.
        Cancelled: the watch said stop.
    """
    name = clean(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_outside(archive.infolist(), name)
            members = [member for member in archive.infolist() if not member.is_dir()]
            _refuse_hostile(members, path.stat().st_size, name)
            tables = [member for member in members if _is_wanted(member.filename)]
            if not tables:
                raise NotADatasetError(f"{name} holds no table.", "Name an archive with MovieLens or a ratings table.")
            folder = workspace.new_path("", path)
            _refuse_without_room(sum(member.file_size for member in tables), workspace.folder, name)
            places = {member.filename: folder.joinpath(*PurePosixPath(member.filename).parts) for member in tables}
            for member in tables:
                _unpack_one(archive, member, places[member.filename], watch)
            return Unpacked(folder, {place.absolute(): name for name, place in places.items()})
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError) as error:
        raise UnreadableDatasetError(
            f"{name} is damaged: it cannot be unpacked ({clean(error, 80)}).", "Fetch it again, or unpack it yourself."
        ) from error
    except OSError as error:
        raise UnreadableDatasetError(
            f"{name} cannot be unpacked ({error.strerror or clean(error, 80)}).", "Check the file and the disk's space."
        ) from error


def _refuse_outside(members: Sequence[zipfile.ZipInfo], name: str) -> None:
    """Refuse an archive with a file or a folder that would lie outside."""
    for member in members:
        parts = PurePosixPath(member.filename).parts
        if "\\" in member.filename or ".." in parts or not parts or parts[0] == "/" or ":" in parts[0]:
            shown = clean(member.filename, 60)
            raise UnreadableDatasetError(f"{name} has a member that points outside: {shown}.", "Do not trust it.")


def _refuse_hostile(members: Sequence[zipfile.ZipInfo], packed: int, name: str) -> None:
    """Refuse an archive that would write over itself, or more than anybody wants, or that cannot be read."""
    if len(members) > MOST_MEMBERS:
        raise UnreadableDatasetError(f"{name} has {len(members):,} members.", "Unpack it yourself, and name the table.")
    seen: set[str] = set()
    for member in members:
        parts = PurePosixPath(member.filename).parts
        shown = clean(member.filename, 60)
        if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
            raise UnreadableDatasetError(f"{name} has a member that is not a plain file: {shown}.", "Do not trust it.")
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableDatasetError(f"{name} is encrypted.", "Unpack it yourself, and name the folder.")
        folded = str(PurePosixPath(*parts)).casefold()
        if folded in seen:
            raise UnreadableDatasetError(f"{name} has two members called {shown}.", "Do not trust it.")
        seen.add(folded)
    inner = {str(parent) for folded in seen for parent in PurePosixPath(folded).parents}
    if seen & inner:
        shown = clean(min(seen & inner), 60)
        raise UnreadableDatasetError(f"{name} has a file and a folder called {shown}.", "Do not trust it.")
    unpacked = sum(member.file_size for member in members)
    if unpacked > LARGEST_UNPACKED:
        raise UnreadableDatasetError(
            f"{name} would unpack to {unpacked / 2**30:,.1f} GiB, more than {LARGEST_UNPACKED >> 30}.",
            "Unpack it yourself, and name the folder.",
        )
    if unpacked > LARGEST_RATIO * min(packed, sum(member.compress_size for member in members)):
        raise UnreadableDatasetError(
            f"{name} would unpack to more than {LARGEST_RATIO} times its size, as an archive bomb does.",
            "If you trust it, unpack it yourself, and name the folder.",
        )


def _refuse_without_room(needed: int, folder: Path, name: str) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise EngineError(
            f"{name} needs {needed / 2**20:,.0f} MiB to unpack, and {clean(folder.parent)} has {free / 2**20:,.0f}.",
            "Free disk space, or let TMPDIR name another folder.",
        )


def _is_wanted(name: str) -> bool:
    path = PurePosixPath(name)
    hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
    return not hidden and (is_table(path.name) or path.name.lower() in _ALSO)


def _unpack_one(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, watch: Watch) -> None:
    """Unpack a member; its data cannot be longer than its entry says, as the module reads no further."""
    target.parent.mkdir(parents=True, exist_ok=True)
    task, done = f"Unpacking {clean(PurePosixPath(member.filename).name)}", 0
    with archive.open(member) as packed, target.open("xb") as stream:
        while chunk := packed.read(_CHUNK):
            raise_if_stopped(watch.should_stop)
            done += stream.write(chunk)
            watch.progress(Progress(task, done / max(1, member.file_size)))
