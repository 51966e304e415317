"""Run by the environment's own Python: azure-functions-runtime on an app, spoken to in JSON lines.

    python -I worker.py APP_DIRECTORY [PACKAGES_DIRECTORY] [--folders]

Microsoft's worker hands every message to this library together with the module of its protobuf
classes (`protos`), and the library builds its answers from that alone; so plain objects with the
same names do. https://github.com/Azure/azure-functions-python-worker (workers/proxy_worker)

The first line out is `{"ready": {"functions": [...]}}` or `{"failed": why}`; then each
`{"function_id", "input_data", "trigger_metadata"}` in (and `"retry_count"`, of a retry policy's) is
answered by `{"return_value": TypedData, "output_data": [{"name", "data"}]}` or `{"failed": why}`.
TypedData is in the JSON form of protobuf: bytes in base64.

With `--folders` the app is of the first programming model, which has a library of its own: a folder
with a function.json for each function.
"""

from __future__ import annotations

import asyncio
import importlib
import json
import os
import sys
import types
import uuid
from base64 import b64decode, b64encode
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, TextIO

SUCCESS = 1
FOLDERS = "--folders"


class Message:
    """A protobuf message: what was set, and None for the rest."""

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    def __getattr__(self, name: str) -> Any:
        # The library asks a message for `TypedData` to learn whether it is the module instead.
        if name.startswith("__") or name[0].isupper():
            raise AttributeError(name)
        return None

    def WhichOneof(self, _group: str) -> str | None:  # noqa: N802  # protobuf's name
        return next(iter(self.__dict__), None)

    def HasField(self, name: str) -> bool:  # noqa: N802  # protobuf's name
        return name in self.__dict__


class ParameterBinding(Message):
    def WhichOneof(self, _group: str) -> str | None:  # noqa: N802  # protobuf's name
        return "data"


SAME_SITE = {"None": 0, "Lax": 1, "Strict": 2, "ExplicitNone": 3}
PLAIN = (
    "WorkerInitResponse",
    "WorkerMetadata",
    "FunctionMetadataResponse",
    "RpcFunctionMetadata",
    "FunctionLoadResponse",
    "FunctionEnvironmentReloadResponse",
    "RpcException",
    "RpcRetryOptions",
    "InvocationResponse",
    "TypedData",
    "RpcHttp",
    "NullableString",
    "NullableBool",
    "NullableDouble",
    "NullableTimestamp",
    "Timestamp",
    "ModelBindingData",
    "CollectionString",
    "CollectionBytes",
)


def _message(name: str, **constants: Any) -> type[Message]:
    return type(name, (Message,), constants)


PROTOS = types.SimpleNamespace(
    StatusResult=_message("StatusResult", Failure=0, Success=SUCCESS, Cancelled=2),
    BindingInfo=_message(
        "BindingInfo",
        **{"in": 0, "out": 1, "inout": 2, "undefined": 0, "string": 1, "binary": 2, "stream": 3},
    ),
    RpcHttpCookie=_message("RpcHttpCookie", SameSite=type("SameSite", (), SAME_SITE)),
    ParameterBinding=ParameterBinding,
    **{name: _message(name) for name in PLAIN},
)


def typed_data(native: dict[str, Any]) -> Message:
    """JSON form to message."""
    if "http" in native:
        http = native["http"]
        fields = {key: http.get(key) or {} for key in ("headers", "query", "params")}
        body = typed_data(http.get("body") or {})
        made = PROTOS.RpcHttp(method=http.get("method"), url=http.get("url"), body=body, **fields)
        return Message(http=made)
    if "bytes" in native:
        return Message(bytes=b64decode(native["bytes"]))
    if "collection_bytes" in native:
        items = [b64decode(item) for item in native["collection_bytes"]["bytes"]]
        return Message(collection_bytes=Message(bytes=items))
    return Message(**{kind: _nested(value) for kind, value in native.items()})


def _nested(value: Any) -> Any:
    """A collection is a message of its own."""
    return Message(**value) if isinstance(value, dict) else value


def plain(value: Any) -> Any:
    """Message to JSON form, without what is not set."""
    if isinstance(value, PROTOS.Timestamp):
        return datetime.fromtimestamp(value.seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Message):
        return {key: plain(each) for key, each in vars(value).items() if each is not None}
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return b64encode(value).decode() if isinstance(value, bytes) else value


class App:
    """One app directory in the library, which keeps it in module globals: one a process."""

    library = "azure_functions_runtime"

    def __init__(self, directory: str) -> None:
        self._library: Any = importlib.import_module(self.library)
        self._directory = directory

    async def start(self) -> list[dict[str, Any]]:
        """Index the app and load its functions; their names, ids and bindings."""
        self._library.start_threadpool_executor()
        await self._ask("worker_init_request", capabilities={})
        found = await self._found()
        for function in found:
            await self._ask(
                "function_load_request", function_id=function.function_id, metadata=function
            )
        return [self._indexed(function) for function in found]

    async def _found(self) -> list[Message]:
        answer = await self._ask("functions_metadata_request")
        return answer.function_metadata_results or []

    def _indexed(self, function: Message) -> dict[str, Any]:
        loaded = self._library.handle_event._functions.get_function(function.function_id)
        bindings = [json.loads(binding) for binding in function.raw_bindings]
        return {
            "id": function.function_id,
            "name": function.name,
            "bindings": bindings,
            "handler": f"{loaded.func.__module__}:{loaded.func.__name__}",
            "types": {
                name: getattr(each.pytype, "__name__", "")
                for name, each in loaded.input_types.items()
            },
        }

    async def invoke(self, asked: dict[str, Any]) -> dict[str, Any]:
        """What the function returned and what it set in output bindings, as TypedData."""
        count = asked.get("retry_count", 0)
        answer = await self._ask(
            "invocation_request",
            invocation_id=str(uuid.uuid4()),
            function_id=asked["function_id"],
            input_data=[_binding(each) for each in asked["input_data"]],
            trigger_metadata={
                name: typed_data(value) for name, value in asked["trigger_metadata"].items()
            },
            trace_context=Message(trace_parent="", trace_state="", attributes={}),
            retry_context=Message(retry_count=count, max_retry_count=count, exception=None),
        )
        outputs = [
            {"name": each.name, "data": plain(each.data)} for each in answer.output_data or ()
        ]
        return {"return_value": plain(answer.return_value), "output_data": outputs}

    async def _ask(self, verb: str, **fields: Any) -> Message:
        fields.setdefault("function_app_directory", self._directory)
        request = types.SimpleNamespace(
            name=verb,
            request=types.SimpleNamespace(**{verb: Message(**fields)}),
            properties={"protos": PROTOS, "host": "127.0.0.1"},
        )
        answer: Message = await getattr(self._library, verb)(request)
        if answer.result.status != SUCCESS:
            error = answer.result.exception
            raise RuntimeError(f"{error.message}\n{error.stack_trace or ''}".strip())
        return answer


class Folders(App):
    """An app of the first model: here the host looks for the functions, not the library.

    https://github.com/Azure/azure-functions-host/blob/v4.1037.0/src/WebJobs.Script/Host/HostFunctionMetadataProvider.cs
    """

    library = "azure_functions_runtime_v1"

    async def _found(self) -> list[Message]:
        return [self._described(file) for file in self._files()]

    def _files(self) -> list[Path]:
        return sorted(Path(self._directory).glob("*/function.json"))

    def _described(self, file: Path) -> Message:
        told = json.loads(file.read_text(encoding="utf-8-sig"))
        script = (file.parent / told.get("scriptFile", "__init__.py")).resolve()
        described: Message = PROTOS.RpcFunctionMetadata(
            name=file.parent.name,
            function_id=str(uuid.uuid4()),
            directory=str(file.parent),
            script_file=str(script),
            entry_point=told.get("entryPoint", ""),
            raw_bindings=[json.dumps(each) for each in told["bindings"]],
            bindings={each["name"]: _described(each) for each in told["bindings"]},
        )
        return described


def _described(binding: dict[str, Any]) -> Message:
    kinds = PROTOS.BindingInfo
    described: Message = kinds(
        type=binding["type"],
        direction=getattr(kinds, binding.get("direction", "in").lower()),
        data_type=getattr(kinds, binding.get("dataType", "undefined").lower()),
    )
    return described


def _binding(given: dict[str, Any]) -> Message:
    binding: Message = ParameterBinding(data=typed_data(given["data"]))
    binding.__dict__["name"] = given["name"]
    return binding


async def serve(model: type[App], directory: str, answers: TextIO) -> None:
    """Answer questions until stdin ends."""
    loop = asyncio.get_running_loop()
    try:
        app = model(directory)
        _say(answers, {"ready": {"functions": await app.start()}})
    except Exception as error:
        _say(answers, {"failed": str(error)})
        return
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        try:
            _say(answers, await app.invoke(json.loads(line)))
        except RuntimeError as error:
            _say(answers, {"failed": str(error)})


def _say(answers: TextIO, value: Any) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


def main(directory: str, *told: str) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What handlers print must not stand among the answers.
    os.dup2(2, 1)
    root = next((each for each in told if each != FOLDERS), directory)
    sys.path[:0] = [str(Path(root, ".python_packages", "lib", "site-packages")), directory]
    asyncio.run(serve(Folders if FOLDERS in told else App, directory, answers))
    answers.flush()
    # The library's threads are not daemons; nothing is left to wait for.
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
