"""The types of arguments of the command line: each takes a text, and says what is wrong with it."""

from __future__ import annotations

import argparse
import csv
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from core.errors import SegscopeError
from core.sources.columns import ROLES
from tui.remedies import on_one_line

_LINE_END = re.compile(r"[\r\n]")


def folder(text: str) -> Path:
    """A folder with a name."""
    if not text.strip():
        raise argparse.ArgumentTypeError("name a folder")
    return Path(text)


def file_names(text: str) -> list[str]:
    """What is to be exported."""
    from core.export.contents import files_of

    names = [name for part in text.split(",") if (name := part.strip())]
    try:
        files_of(names)
    except SegscopeError as error:
        raise argparse.ArgumentTypeError(on_one_line(error)) from error
    return names


def algorithm(text: str) -> str:
    """The name of an algorithm."""
    from core.clustering.algorithms import algorithm_named

    try:
        return algorithm_named(text).name
    except SegscopeError as error:
        raise argparse.ArgumentTypeError(on_one_line(error)) from error


def date_and_time(text: str) -> datetime:
    """A date, or a date and a time."""
    from core.comparison.moment import moment

    try:
        return moment(text)
    except SegscopeError as error:
        raise argparse.ArgumentTypeError(on_one_line(error)) from error


def features(text: str) -> tuple[str, ...]:
    """Names of features; ``help`` lists them and ends."""
    from core.features.usable import known

    if text == "help":
        _list_features()
    try:
        return known([name for part in text.split(",") if (name := part.strip())])
    except SegscopeError as error:
        raise argparse.ArgumentTypeError(on_one_line(error)) from error


def _list_features() -> NoReturn:
    """Print every feature with its definition, and end."""
    from core.features.catalogue import FEATURES

    width = max(map(len, FEATURES))
    for name, feature in FEATURES.items():
        print(f"{name:<{width}}  {feature.definition}")
    raise SystemExit(0)


def scaling(text: str) -> str:
    """The name of a scaling."""
    from core.features.scalings import scaling_named

    try:
        return scaling_named(text).name
    except SegscopeError as error:
        raise argparse.ArgumentTypeError(on_one_line(error)) from error


def columns(text: str) -> dict[str, str]:
    """Names of columns by role; a line end in one is a space, as it is where the names are shown."""
    columns: dict[str, str] = {}
    for part in next(csv.reader([_LINE_END.sub(" ", text)]), []):
        role, _, name = part.partition("=")
        role = role.strip()
        if role not in ROLES or not name:
            raise argparse.ArgumentTypeError(f"{text!r} is not like user=U,item=I,rating=R,timestamp=T")
        if role in columns:
            raise argparse.ArgumentTypeError(f"{role} stands twice in {text!r}")
        columns[role] = name
    return columns


def positive(text: str) -> int:
    """A whole number from 1 on."""
    return _whole_number(text, 1, sys.maxsize)


def seed(text: str) -> int:
    """A random seed, as NumPy takes it."""
    return _whole_number(text, 0, 2**32 - 1)


def _whole_number(text: str, lowest: int, highest: int) -> int:
    if not text.isdecimal() or not lowest <= int(text) <= highest:
        upper = f" to {highest}" if highest < sys.maxsize else ""
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {lowest}{upper}")
    return int(text)
