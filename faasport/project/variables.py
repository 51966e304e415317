"""`${VAR}` in the values of `env`: the variable VAR of the shell, or of `.env`.

`$${` is a `${` that stays. All else is as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from faasport.project.config import ENV_NAME
from faasport.project.unresolved import Unresolved

_FORM = re.compile(r"(?P<kept>\$\$\{)|\$\{(?P<name>[^}]*)\}|(?P<open>\$\{)")
_NAME = re.compile(ENV_NAME)
_LITERAL = "Write $${ where two characters are meant."


@dataclass(frozen=True)
class Variables:
    """The values at hand, and the names that are declared as secrets."""

    values: Mapping[str, str]
    secrets: frozenset[str] = frozenset()

    def in_table(self, env: Any) -> Any:
        """A copy of an `env` table with its variables resolved. What is no table or no text is
        left to whoever validates it."""
        if not isinstance(env, Mapping):
            return env
        return {
            name: self.in_text(value) if isinstance(value, str) else value
            for name, value in env.items()
        }

    def in_text(self, text: str) -> str:
        """The text with its variables resolved, or itself as Unresolved."""
        for match in _FORM.finditer(text):
            fault = self._fault(match)
            if fault:
                return Unresolved.of(text, *fault)
        return _FORM.sub(lambda match: "${" if match["kept"] else self.values[match["name"]], text)

    def _fault(self, match: re.Match[str]) -> tuple[str, str, str] | None:
        name = match["name"]
        if match["kept"]:
            return None
        if name is None:
            return "bad_variable", "A ${ is not closed", _LITERAL
        if not _NAME.fullmatch(name):
            return "bad_variable", f"${{{name}}} names no variable of the shell", _LITERAL
        if name in self.secrets:
            said = f"The variable {name} is a declared secret: its value would be in plain text"
            return "secret_in_env", said, f'Leave it out: the code has faasport.secret("{name}").'
        if name not in self.values:
            said = f"The variable {name} is not set"
            return "undefined_variable", said, f"Set {name} in the shell, or in .env at stage dev."
        return None
