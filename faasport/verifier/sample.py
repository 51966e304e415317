"""Values that fit a parameter, by the name of its type."""

from __future__ import annotations

from urllib.parse import quote

from faasport.project.model import DeclaredTrigger, Parameter
from faasport.runtime.template import Template

BY_KIND = {
    "str": "sample",
    "int": "7",
    "float": "1.5",
    "bool": "true",
    "decimal": "12.50",
    "uuid": "6f1c2a4e-6c3b-4d8e-9a51-0d2f3c4b5a69",
    "date": "2024-02-29",
    "datetime": "2024-02-29T12:30:00+00:00",
}
TEXT = BY_KIND["str"]


def value(parameter: Parameter) -> str:
    """A text that this parameter takes, as far as its declaration tells."""
    return parameter.choices[0] if parameter.choices else BY_KIND.get(parameter.kind, TEXT)


def path(trigger: DeclaredTrigger, replaced: dict[str, str] | None = None) -> str:
    """The trigger's path with a value in each place; `replaced` are values as they are sent."""
    template = Template(trigger.path)
    fitting = {each.key: quote(value(each)) for each in trigger.parameters if each.source == "path"}
    values = {**fitting, **(replaced or {})}
    names = iter(template.names)
    segments = [
        values.get(next(names), TEXT) if segment is None else quote(segment)
        for segment in template.segments
    ]
    tail = [values.get(name, f"{TEXT}/{TEXT}") for name in names]
    return "/" + "/".join([*segments, *tail])


def texts_in_path(trigger: DeclaredTrigger) -> list[str]:
    """The path parameters that take any text."""
    typed = {
        each.key for each in trigger.parameters if each.source == "path" and not _is_text(each)
    }
    return [name for name in Template(trigger.path).names if name not in typed]


def _is_text(parameter: Parameter) -> bool:
    return parameter.kind == "str" and not parameter.choices


def query(trigger: DeclaredTrigger) -> str:
    """The query parameters that the handler insists on."""
    required = _required(trigger, "query")
    return "&".join(f"{quote(each.key)}={quote(value(each), safe='')}" for each in required)


def headers(trigger: DeclaredTrigger) -> list[tuple[str, str]]:
    """The headers and cookies that the handler insists on."""
    found = [(each.key, value(each)) for each in _required(trigger, "header")]
    cookies = "; ".join(f"{each.key}={value(each)}" for each in _required(trigger, "cookie"))
    return [*found, *([("cookie", cookies)] if cookies else [])]


def _required(trigger: DeclaredTrigger, source: str) -> list[Parameter]:
    return [each for each in trigger.parameters if each.source == source and each.required]
