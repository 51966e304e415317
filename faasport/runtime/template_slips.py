"""What is wrong with a path template, and how it is written instead."""

from __future__ import annotations

from .errors import DeclarationError


def of_text(text: str) -> DeclarationError:
    """Of one that does not start as a path does."""
    return DeclarationError(f"The path {text!r} must start with '/', as in '/orders/{{id}}'.")


def of_names(text: str, twice: str) -> DeclarationError:
    """Of one that catches two segments alike."""
    return DeclarationError(f"The path {text!r} catches {{{twice}}} twice; rename one.")


def of_part(text: str, part: str) -> DeclarationError:
    """Of one of its segments."""
    return DeclarationError(f"The path {text!r} {_of_part(part)}")


def _of_part(part: str) -> str:
    if "{" not in part and "}" not in part:
        return f"holds {part!r}: write it decoded, without '?', '#' or '%'."
    if part[0] != "{" or part[-1] != "}" or part.count("{") != 1 or part.count("}") != 1:
        return f"holds {part!r}: a parameter is a whole segment, as '/{{name}}/'."
    name, _, kind = part[1:-1].partition(":")
    if not name.replace("-", "_").isidentifier():
        return f"catches {name!r}, which is no Python name."
    if kind != "path":
        return (
            f"has {{{name}:{kind}}}: only ':path' is known; give types in the "
            f"signature, as `{name}: {kind if kind in {'int', 'float', 'uuid'} else 'int'}`."
        )
    return f"has {{{name}:path}}, which must be the last segment."
