"""A file of the user's, parsed, whatever is in it."""

from __future__ import annotations

import ast
import tokenize
import warnings
from dataclasses import dataclass
from io import BytesIO

LARGEST = 4 * 1024 * 1024
"""Bytes. Generated tables may be larger; no handler is."""


@dataclass(frozen=True)
class Unreadable:
    """A file that Python cannot read either, or that is too much for us."""

    file: str
    line: int
    column: int
    message: str


@dataclass(frozen=True)
class Source:
    """A parsed file, by its path from the project's folder and its name as a module."""

    file: str
    module: str
    text: str
    tree: ast.Module


def parsed(file: str, module: str, content: bytes) -> Source | Unreadable:
    """The syntax tree, or why there is none."""
    if len(content) > LARGEST:
        return Unreadable(file, 1, 1, f"this file has {len(content):,} bytes, and was not read.")
    try:
        encoding, _ = tokenize.detect_encoding(BytesIO(content).readline)
        text = content.decode(encoding)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a stray backslash in a text is Python's to tell
            tree = ast.parse(content, file)
    except SyntaxError as fault:
        message = f"this is not Python: {fault.msg}."
        return Unreadable(file, fault.lineno or 1, fault.offset or 1, message)
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        return Unreadable(file, line, 1, f"this is not text in {fault.encoding}: {fault.reason}.")
    except (ValueError, LookupError) as fault:
        return Unreadable(file, 1, 1, f"this is not Python: {fault}.")
    except (RecursionError, MemoryError):
        return Unreadable(file, 1, 1, "this is nested too deep to be read.")
    return Source(file, module, text, tree)
