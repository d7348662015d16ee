"""Python code that reads one table with plain pandas, from where it was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.sources.source import FrameTable, JsonTable, Origin, ParquetTable, Table, TextTable, is_gzipped


@dataclass(frozen=True)
class Place:
    """The names in the notebook for a table's file and, in an archive, its member; ``default`` is where a table is to
    be saved that was in no file.
    """

    path: str
    member: str
    default: str


def place_code(place: Place, origin: Origin | None) -> str:
    """Assignments that say where a table is."""
    if origin is None:
        return f'{place.path} = "{place.default}"'
    member = "" if origin.member is None else f"\n{place.member} = {origin.member!r}"
    return f"{place.path} = {str(origin.path)!r}{member}"


def table_code(
    name: str, table: Table, origin: Origin | None, place: Place, options: Mapping[str, object]
) -> list[str]:
    """Code that makes ``name`` with the columns of the file; ``options`` are those for text."""
    if origin is None or origin.member is None:
        return [f"{name} = {_call(table, origin, place.path, options)}"]
    return [
        f"with zipfile.ZipFile({place.path}) as archive, archive.open({place.member}) as member:",
        f"    {name} = {_call(table, origin, 'member', options)}",
    ]


def _call(table: Table, origin: Origin | None, where: str, options: Mapping[str, object]) -> str:
    if origin is None or isinstance(table, FrameTable):
        return written("pd.read_csv", where, options)
    if isinstance(table, ParquetTable):
        return f"pd.read_parquet({where})"
    unpacked = origin.member is not None and is_gzipped(Path(origin.member))
    packed = {"compression": "gzip"} if unpacked else {}
    if isinstance(table, JsonTable):
        return written(
            "pd.read_json", where, {"lines": table.by_line, "dtype": False, "encoding": origin.encoding, **packed}
        )
    return written("pd.read_csv", where, {**options, **packed})


def text_options(table: TextTable, origin: Origin, *, lenient: bool) -> dict[str, object]:
    """How pandas reads a text; ``lenient`` where rows may be too short."""
    options: dict[str, object] = {"sep": table.delimiter, "encoding": origin.encoding}
    if len(table.delimiter) > 1 or lenient:
        options["engine"] = "python"  # the other one fills short rows up with empty texts
    options |= {"header": 0 if table.has_header else None, "names": list(table.columns), "index_col": False}
    if not table.quoted:
        options["quoting"] = 3
    elif table.escape != '"':
        options["escapechar"] = table.escape
    if table.blank_lines:
        options["skiprows"] = table.blank_lines
    return {**options, "keep_default_na": False}


def written(function: str, where: str, options: Mapping[str, object]) -> str:
    """A call, written out."""
    return f"{function}({', '.join([where, *(f'{name}={value!r}' for name, value in options.items())])})"
