"""FP021: files that are written where nothing can be written."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker import literal
from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

# Callables to the place of the path that they write to.
_CALLS = {
    "os.mkdir": 0,
    "os.makedirs": 0,
    "os.remove": 0,
    "os.unlink": 0,
    "os.rmdir": 0,
    "os.rename": 1,
    "os.replace": 1,
    "shutil.copy": 1,
    "shutil.copy2": 1,
    "shutil.copyfile": 1,
    "shutil.copytree": 1,
    "shutil.move": 1,
    "shutil.rmtree": 0,
    "sqlite3.connect": 0,
    "logging.FileHandler": 0,
    "logging.handlers.RotatingFileHandler": 0,
    "logging.handlers.TimedRotatingFileHandler": 0,
}
_OPEN = {"open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open"}
_MOVES = {"os.chdir", "contextlib.chdir"}
_METHODS = {"write_text", "write_bytes", "mkdir", "touch", "unlink", "rmdir"}
_PATHS = {"pathlib.Path", "pathlib.PosixPath", "pathlib.Path.cwd"}
_DEEPEST = 12
_SAME = {"resolve", "absolute", "joinpath", "with_name", "with_suffix", "expanduser"}
_WRITABLE = ("/tmp", "/dev/")  # noqa: S108  # told apart, not written to
_CODE = "the folder of the code"


def _written(code: Code) -> Iterator[Hit]:
    lacking = code.around.lacking("writable-code")
    moves = any(named in _MOVES for _, _, named in code.calls)
    for module in code.modules.values() if lacking else ():
        for call in module.all(ast.Call):
            target = _target(module, call)
            path = literal.path(module, target) if target is not None else None
            if path is None or not _is_elsewhere(path) or not code.runs(module, call):
                continue
            if moves and not path.startswith(("/", literal.HERE)):
                continue
            yield Hit(module, call, f"this writes to {_shown(path)}.", tuple(lacking))


def _target(module: Module, call: ast.Call) -> ast.expr | None:
    named = module.dotted(call.func)
    if named in _OPEN:
        named_file = next((each.value for each in call.keywords if each.arg == "file"), None)
        file = call.args[0] if call.args else named_file
        return file if _writes(call) else None
    if named in _CALLS:
        place = _CALLS[named]
        return call.args[place] if len(call.args) > place else None
    if isinstance(call.func, ast.Attribute):
        owner = call.func.value
        is_open = call.func.attr == "open" and _writes(call, 0)
        if (call.func.attr in _METHODS or is_open) and _is_path(module, owner):
            return owner
    return None


def _is_path(module: Module, node: ast.expr | None, depth: int = 0) -> bool:
    """Whether an expression is certainly a pathlib.Path."""
    if node is None or depth > _DEEPEST:
        return False
    if isinstance(node, ast.Call) and module.dotted(node.func) in _PATHS:
        return True
    if isinstance(node, ast.Name):
        return _is_path(module, module.assigned(node), depth + 1)
    return _is_path(module, _beneath(node), depth + 1)


def _beneath(node: ast.expr) -> ast.expr | None:
    """What a path is made of, where a path makes another."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value if node.func.attr in _SAME else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        return node.left
    if isinstance(node, ast.Attribute) and node.attr in {"parent", "parents"}:
        return node.value
    return node.value if isinstance(node, ast.Subscript) else None


def _writes(call: ast.Call, place: int = 1) -> bool:
    mode = call.args[place] if len(call.args) > place else None
    mode = next((each.value for each in call.keywords if each.arg == "mode"), mode)
    if not isinstance(mode, ast.Constant) or not isinstance(mode.value, str):
        return False
    return any(letter in mode.value for letter in "wax+")


def _is_elsewhere(path: str) -> bool:
    """A drive's letter is another system's path; what begins with a part that is unknown may lead
    to the temporary folder."""
    unknown = path.startswith((literal.UNKNOWN, "~", ":", "file:")) or path[1:2] == ":"
    is_temporary = path.startswith(_WRITABLE)
    return bool(path) and not unknown and not is_temporary


def _shown(path: str) -> str:
    if path.startswith(literal.HERE):
        return _CODE
    return repr(path.replace(literal.UNKNOWN, "..."))


WRITES = Rule(
    id="FP021",
    title="Writing outside the temporary folder",
    severity="error",
    why="The code lies on a file system that is read-only; the temporary folder alone can be "
    "written to, and what is in it is gone with the instance.",
    fix="Write below tempfile.gettempdir(), or keep it in a bucket.",
    check=_written,
    found="""\
from pathlib import Path

import faasport

CACHE = Path(__file__).parent / "cache"


@faasport.http("POST", "/orders")
def accept(order: dict):
    with open("orders.log", "a") as log:
        log.write(str(order))
    (CACHE / "last.json").write_text("{}")
""",
    fine="""\
import tempfile
from pathlib import Path

import faasport

CACHE = Path(tempfile.gettempdir()) / "cache"
WORDS = (Path(__file__).parent / "words.txt").read_text()


@faasport.http("POST", "/orders")
def accept(order: dict):
    with open("/tmp/orders.log", "a") as log:
        log.write(str(order))
    (CACHE / "last.json").write_text("{}")


def rebuild():
    Path("words.txt").write_text("only on a developer's machine")
""",
)
