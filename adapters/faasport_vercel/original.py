"""The process of one handler as it was before it moved: vercel-runtime on its own file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from faasport.project.guests import Guest
from faasport.runtime.guest_app import FACTORY
from faasport_vercel.host.function import VercelFunction
from faasport_vercel.packager.entries import VENDOR

# What Vercel's builder writes for one file.
_START = """\
import os
import site
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
VENDOR = os.path.join(HERE, {vendor!r})
os.environ.update(
    __VC_HANDLER_MODULE_NAME={module!r},
    __VC_HANDLER_ENTRYPOINT={file!r},
    __VC_HANDLER_ENTRYPOINT_ABS=os.path.join(HERE, {file!r}),
    __VC_HANDLER_VENDOR_DIR={vendor!r},
    __VC_HANDLER_VARIABLE_NAME={variable!r},
)
site.addsitedir(VENDOR)
first = [os.path.join(HERE, {root!r}), HERE, VENDOR]
sys.path[:] = [*first, *(path for path in sys.path if path not in ("", *first))]

from vercel_runtime.vc_init import vc_handler
"""
# What a user writes in api/index.py to bring a whole application there. Vercel's PATH_INFO is
# encoded, against the standard.
_APPLICATION = """\
from importlib import import_module
from inspect import Parameter, isfunction, signature
from urllib.parse import unquote_to_bytes

value = import_module({module!r}).{variable}
wanted = [p for p in signature(value).parameters.values() if p.default is Parameter.empty]
value = value() if {made} or isfunction(value) and not wanted else value


def decoded(environ, start_response):
    environ["PATH_INFO"] = unquote_to_bytes(environ["PATH_INFO"]).decode("latin-1")
    return value(environ, start_response)


app = decoded if {dialect!r} == "wsgi" else value
"""
# What Vercel's builder writes for a module with subscribers. Its trigger has the group of the
# subscriber, which is not known here.
_SUBSCRIBED = """\
from importlib import import_module

from vercel.queue import get_subscriptions
from vercel_runtime.workers import bootstrap_queue_service_app

subscriber = import_module({module!r}).{variable}
serve = bootstrap_queue_service_app()
NAME = b"ce-vqsconsumergroup"
GROUP = next(each.consumer_group for each in get_subscriptions() if each.func is subscriber)


async def app(scope, receive, send):
    if scope["type"] == "http":
        others = [pair for pair in scope["headers"] if pair[0] != NAME]
        scope = {{**scope, "headers": [*others, (NAME, GROUP.encode())]}}
    await serve(scope, receive, send)
"""


class Original(VercelFunction):
    """A process in the folder that holds the handler and what it needs."""

    def __init__(
        self,
        packaged: VercelFunction,
        guest: Guest,
        given: Callable[[], Mapping[str, str]],
        *,
        is_subscriber: bool,
    ) -> None:
        # Of the packaged one it has the folder and the variables, but not the entry.
        self.__dict__.update(vars(packaged))
        self._given = given
        symbol = Path(guest.file).stem
        start = f"vc_original_{symbol}"
        for name, text in _written(guest, start, is_subscriber=is_subscriber).items():
            (self.folder / f"{name}.py").write_text(text, "utf-8")
        self.configuration = {**packaged.configuration, "handler": f"{start}.vc_handler"}


def _written(guest: Guest, start: str, *, is_subscriber: bool) -> dict[str, str]:
    """The modules that start it."""
    file, _, variable = guest.handler.partition(":")
    module = file.removesuffix(".py").replace("/", ".")
    module = module.removeprefix(f"{guest.root.replace('/', '.')}.") if guest.root else module
    own = f"{start}_app"
    made = {}
    if is_subscriber:
        made[own] = _SUBSCRIBED.format(module=module, variable=variable)
    elif guest.dialect != "vercel" or guest.payload == FACTORY or "." in variable:
        made[own] = _APPLICATION.format(
            module=module,
            variable=variable,
            made=guest.payload == FACTORY,
            dialect=guest.dialect,
        )
    if made:
        module, file, variable = own, f"{own}.py", "app"
    elif not file.endswith(".py"):
        file = f"{file.replace('.', '/')}.py"
    told = {"module": module, "file": file, "variable": variable, "root": guest.root}
    return {**made, start: _START.format(vendor=VENDOR, **told)}
