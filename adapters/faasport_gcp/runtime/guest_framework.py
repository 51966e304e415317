"""Google's own Functions Framework around one handler, as its server would have it, in process.

The framework is among the project's requirements: Google's build would install it by itself, and
the other platforms' would not. One application is made of each function, as over there.
"""

from __future__ import annotations

import os
from importlib import import_module

from faasport.runtime.errors import DeclarationError
from faasport.runtime.guest import loaded

from .guest_signature import PAYLOADS, layers, signature_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

OLDEST = "functions-framework>=3"
OURS = "faasport_"
"""How names of entry points begin that the packager makes."""
ERRORS = "__faasport_errors__"
"""In a module: what answers the errors of its functions. It registers that when it is imported, and
once for all of them."""


class Framed:
    """A function in an application of the framework's: ``wsgi``, or ``asgi`` of its aio side."""

    __slots__ = ("asgi", "signature", "wsgi")

    def __init__(self, handler: str, *, name: str, payload: str, root: str) -> None:
        if payload and payload not in PAYLOADS:
            known = ", ".join(f'"{each}"' for each in PAYLOADS)
            raise DeclarationError(f"{name}: payload {payload!r} is none of Google's. Use {known}.")
        framework = _framework(name)
        _set_environment(name, handler, PAYLOADS.get(payload))
        target = handler.rpartition(":")[2].rpartition(".")[2]
        application = import_module("flask").Flask(target)
        _raise_on(application, framework)
        function = _loaded_in(application, framework, handler, root)
        if not hasattr(function, "__code__"):
            raise DeclarationError(f"{name}: {handler} is no function, as the framework wants it.")
        self.signature, waits = signature_of(function, target, payload)
        self.wsgi = self.asgi = None
        if waits:
            aio = import_module("functions_framework.aio")
            self.asgi = aio._create_asgi_app_with_function(function, self.signature, False)
            return
        *_, innermost = layers(function)
        _settle(application, innermost.__globals__)
        framework._configure_app(application, function, self.signature)
        self.wsgi = _with_ids(application)


def _framework(name: str) -> Any:
    try:
        framework = import_module("functions_framework")
    except ModuleNotFoundError as missing:
        raise DeclarationError(
            f"{name} was written for the Functions Framework, and there is no {missing.name!r}: "
            f'add "{OLDEST}" to the requirements of the project.'
        ) from None
    if not hasattr(framework, "_configure_app"):
        raise DeclarationError(f'{name}: this Functions Framework is too old; use "{OLDEST}".')
    return framework


def _set_environment(name: str, handler: str, signature: str | None) -> None:
    """https://cloud.google.com/run/docs/container-contract#env-vars

    On Google Cloud the framework has our entry point for its target, and the function is to find
    its own."""
    told = {
        "K_SERVICE": name,
        "K_CONFIGURATION": name,
        "K_REVISION": f"{name}-00001",
        "FUNCTION_TARGET": handler.rpartition(":")[2],
        "PORT": "8080",
        **({"FUNCTION_SIGNATURE_TYPE": signature} if signature else {}),
    }
    if os.environ.get("FUNCTION_TARGET", "").startswith(OURS):
        os.environ["FUNCTION_TARGET"] = told["FUNCTION_TARGET"]
    for variable, value in told.items():
        os.environ.setdefault(variable, value)


def _loaded_in(application: Any, framework: Any, handler: str, root: str) -> Any:
    """The function, whose module is imported as the framework does it: ``current_app`` and
    ``functions_framework.errorhandler`` are this application's meanwhile."""
    before = framework.errorhandler
    framework.errorhandler = application.errorhandler
    try:
        with application.app_context():
            return loaded(handler, root)
    finally:
        framework.errorhandler = before


def _settle(application: Any, module: dict[str, Any]) -> None:
    """With what belongs to the module: its folder, and the answers to its errors."""
    application.error_handler_spec = module.setdefault(ERRORS, application.error_handler_spec)
    folder = os.path.dirname(os.path.abspath(module["__file__"]))  # noqa: PTH100, PTH120
    application.root_path = folder
    application.template_folder = "templates"


def _raise_on(application: Any, framework: Any) -> None:
    """In place of the framework's own last resort, unless the user's code has one: what was raised
    reaches our dispatcher, which logs it; a mere `abort(500)` is answered as there."""
    log = application.log_exception

    def handle(error: Any) -> Any:
        original = getattr(error, "original_exception", None)
        if original is not None:
            raise original
        return framework.crash_handler(error)

    def log_once(told: Any) -> None:
        if handle not in application.error_handler_spec[None][500].values():
            log(told)

    application.register_error_handler(500, handle)
    application.log_exception = log_once


def _with_ids(application: Any) -> Any:
    """With the header that each request of the framework's has; older ones did not give it."""
    try:
        ids = import_module("functions_framework.execution_id")
    except ModuleNotFoundError:
        return application
    application.wsgi_app = ids.WsgiMiddleware(application.wsgi_app)
    return application
