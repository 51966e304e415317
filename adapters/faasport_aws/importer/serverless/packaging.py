"""`package`: which files ship.

https://www.serverless.com/framework/docs/providers/aws/guide/packaging
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from faasport.migrator.reader import Reader
from faasport_aws.importer.serverless.service import Service

_OURS = ("node_modules", ".git", ".serverless", "package", "__pycache__", ".venv", "venv", ".env")
"""What never ships here, so that nothing need be said."""
_ALL = {"**", "**/*", "*", "./**", "./**/*"}
_LEFT = {
    "artifact": ("the archive is made anew from the sources.", "Import the folder of the sources."),
    "individually": ("", ""),
    "excludeDevDependencies": ("", ""),
    "artifactsS3KeyDirname": ("who deploys chooses the bucket.", "Use --s3-prefix."),
    "path": ("", ""),
    "s3": ("", ""),
}


def read(service: Service, readers: Iterable[Reader]) -> None:
    """Carry the patterns of the service and of its functions, which share one archive."""
    include: dict[str, None] = {}
    exclude: dict[str, None] = {}
    for index, reader in enumerate(readers):
        patterns, added, dropped = (
            [str(each) for each in reader.each(key) if _plain(str(each)).strip("!./ ")]
            for key in ("patterns", "include", "exclude")
        )
        for each in [*added, *patterns]:
            if each.startswith("!"):
                dropped.append(each[1:])
            elif _ships(service, each):
                include[_plain(each)] = None
        for each in dropped:
            # What one function leaves out another may need.
            if index == 0 and each not in _ALL and not _is_ours(each):
                exclude[_plain(each)] = None
        for key, (message, fix) in _LEFT.items():
            if reader.take(key) and message:
                service.left(reader.where(key), f"{key} was left: {message}", fix, reader.function)
    kept = [each for each in exclude if not _hides_code(service, each)]
    for key, found in (("include", list(include)), ("exclude", kept)):
        if found:
            service.draft.settings[key] = found


def _plain(pattern: str) -> str:
    return pattern.removeprefix("./").lstrip("/")


def _is_ours(pattern: str) -> bool:
    first = _plain(pattern).removeprefix("**/").partition("/")[0]
    return first in _OURS or first.startswith(".env")


def _ships(service: Service, pattern: str) -> bool:
    """Python ships by itself; anything else must be there, since `include` names files that are."""
    plain = _plain(pattern)
    if plain in _ALL or plain.endswith(".py") or ".." in PurePosixPath(plain).parts:
        return False
    if _is_ours(pattern) or "{" in plain or plain.startswith("!"):
        return False
    try:
        found = [each for each in service.folder.glob(plain) if "node_modules" not in each.parts]
    except (ValueError, NotImplementedError, IndexError, OSError):
        return False
    # Before Python 3.13 a last `**` names folders alone.
    below = [inner for each in found if each.is_dir() for inner in each.rglob("*")]
    return any(each.is_file() and each.suffix != ".py" for each in (*found, *below))


def _hides_code(service: Service, pattern: str) -> bool:
    """Whether a pattern would leave out the file of a handler, which a function put back."""
    for function in service.draft.functions:
        file = str(function.table.get("handler", "")).partition(":")[0]
        path = PurePosixPath(file)
        if file and (path.match(pattern) or pattern.rstrip("/*") in map(str, path.parents)):
            return True
    return False
