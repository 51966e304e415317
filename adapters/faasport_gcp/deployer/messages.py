"""Forms as the messages of Google's clients, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from faasport.deployer.faults import Unsupported
from faasport_gcp.deployer.expressions import APPLY
from faasport_gcp.deployer.kind import Form


def form_of(message: Any) -> Form:
    """What it says, by the names of its fields."""
    from google.protobuf import json_format

    found: Form = json_format.MessageToDict(_plain(message), preserving_proto_field_name=True)
    return found


def message_of(kind: Any, form: Mapping[str, Any]) -> Any:
    """A message of this class."""
    from google.protobuf import json_format

    made = kind()
    json_format.ParseDict(dict(form), _plain(made), ignore_unknown_fields=True)
    return made


def checked(kind: Any, body: Mapping[str, Any], where: str) -> Form:
    """The form of what a resource's arguments say; Unsupported where the message has no such
    field. Terraform writes a block, of which there is one, as a list as well."""
    from google.protobuf import json_format

    made = kind()
    plain = _plain(made)
    try:
        json_format.ParseDict(_unlisted(body, plain.DESCRIPTOR), plain)
    except (json_format.ParseError, TypeError, ValueError) as error:
        raise Unsupported(where, f"faasport does not deploy this: {error}.", APPLY) from error
    return form_of(made)


def _plain(message: Any) -> Any:
    """The message itself, where the client has wrapped it."""
    return type(message).pb(message) if hasattr(type(message), "pb") else message


def _unlisted(value: Any, descriptor: Any) -> Any:
    """With single blocks taken out of their lists, and without what is null."""
    if not isinstance(value, Mapping):
        return value
    fields = {field.name: field for field in descriptor.fields}
    return {
        key: _unlisted_field(each, fields.get(key))
        for key, each in value.items()
        if each is not None
    }


def _unlisted_field(value: Any, field: Any) -> Any:
    if field is None or field.message_type is None:
        return value
    if field.message_type.GetOptions().map_entry:
        return value
    if isinstance(value, list):
        found = [_unlisted(each, field.message_type) for each in value]
        return found if _is_repeated(field) or len(found) != 1 else found[0]
    whole = _unlisted(value, field.message_type)
    return [whole] if _is_repeated(field) else whole


def _is_repeated(field: Any) -> bool:
    """The older runtime of protobuf has no word for it."""
    found = getattr(field, "is_repeated", None)
    return bool(field.label == field.LABEL_REPEATED) if found is None else bool(found)
