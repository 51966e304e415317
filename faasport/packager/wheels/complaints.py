"""What uv says when it cannot install, as problems: which packages, and what to do."""

from __future__ import annotations

import re

from faasport.project.problem import Problem

UNREACHABLE = re.compile(
    r"failed to fetch|error sending request|dns error|connection refused|network|timed out"
    r"|did not finish",
    re.IGNORECASE,
)
# How uv (0.5.31 and 0.13.8 were tried) says that a package has no wheel for a platform or a Python.
_WITHOUT_WHEEL = (
    re.compile(r"Wheels are required for `([^`]+)`"),
    re.compile(r"found wheels for `([^`]+)`"),
    re.compile(r"([A-Za-z0-9._-]+)(?:[=<>!~][^\s,]*)? has no (?:usable )?wheels"),
    re.compile(r"all versions of ([A-Za-z0-9._-]+) have no (?:usable )?wheels"),
    re.compile(r"source distributions is disabled, but attempted to build `([^`]+)`"),
    re.compile(r"built wheel `([A-Za-z0-9._]+)-[^`]+` is not compatible with the target"),
)
_HASH = re.compile(r"[Hh]ash mismatch for `([^`]+)`")
_NOT_FOUND = re.compile(r"([A-Za-z0-9._-]+) was not found in the (?:package registry|provided)")
# The words, since other systems have other numbers.
_OF_THE_MACHINE = re.compile(
    r"(?:No space left|Permission denied|Read-only|quota)[^()]*\(os error \d+"
)
# uv hides passwords, but not in what it cannot parse, and no tokens in queries.
_PASSWORD = re.compile(r"(?<=://)[^/\s@]+(?=@)")
_QUERY = re.compile(r"(://[^\s?`'\"()]*\?)[^\s`'\"()#]+")


def bare(said: str) -> str:
    """What uv said, in one line and without anybody's credentials."""
    line = " ".join(said.split()).removeprefix("error: ")
    return _QUERY.sub(r"\1****", _PASSWORD.sub("****", line))


def problems_in(stderr: str, where: str) -> list[Problem]:
    """What uv's complaint means: packages without a wheel, unknown ones, no network, or itself."""
    said = bare(stderr)
    if _OF_THE_MACHINE.search(said):
        fix = "Make room, or see to the rights; TMPDIR and UV_CACHE_DIR may name other folders."
        return [Problem("system", "this machine", said, fix)]
    tampered = dict.fromkeys(_HASH.findall(said))
    if tampered:
        return [_other_content(name, where, said) for name in tampered]
    missing = dict.fromkeys(name for form in _WITHOUT_WHEEL for name in form.findall(said))
    if missing:
        return [no_wheel(name, where, f"uv says: {said}") for name in missing]
    unknown = dict.fromkeys(_NOT_FOUND.findall(said))
    if unknown:
        return [_unknown(name, where) for name in unknown]
    if UNREACHABLE.search(said):
        fix = "Connect, or install them once while connected: uv keeps what it has fetched."
        return [Problem("no-network", where, f"the package index is out of reach: {said}", fix)]
    return [Problem("bad-dependencies", where, said, "Correct the project's dependencies.")]


def no_wheel(name: str, where: str, said: str) -> Problem:
    return Problem(
        code="missing-wheel",
        where=where,
        message=f"no wheel of {name} fits. {said}",
        fix=(
            f"Choose a version of {name} that has one, or another python or architecture; or build "
            f"a wheel of it for that platform, and name its folder with --find-links."
        ),
    )


def _other_content(name: str, where: str, said: str) -> Problem:
    return Problem(
        code="hash-mismatch",
        where=where,
        message=f"{name} is not what was locked: its content has another hash. uv says: {said}",
        fix="Find out who changed it; if it is right as it is now, lock anew (uv lock --refresh).",
    )


def _unknown(name: str, where: str) -> Problem:
    return Problem(
        code="unknown-package",
        where=where,
        message=f"the package index has no {name}.",
        fix="Correct the project's dependencies.",
    )
