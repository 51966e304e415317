"""The flags of a command of gcloud.

https://cloud.google.com/sdk/gcloud/reference/functions/deploy
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

SWITCHES = frozenset(
    {
        "allow-unauthenticated",
        "async",
        "clear-env-vars",
        "clear-max-instances",
        "clear-min-instances",
        "clear-secrets",
        "clear-vpc-connector",
        "cpu-throttling",
        "gen2",
        "no-allow-unauthenticated",
        "no-async",
        "no-cpu-throttling",
        "no-gen2",
        "no-retry",
        "no-traffic",
        "no-user-output-enabled",
        "quiet",
        "retry",
        "serve-all-traffic-latest-revision",
        "trigger-http",
        "cpu-boost",
        "no-cpu-boost",
        "use-http2",
    }
)
"""Those that take no value."""
_SHORT = {"q": "quiet"}


class Flags:
    """What a command says: the words that are no flags, and the flags, each as often as it is
    there. `left` are those that nobody has asked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self.plain: list[str] = []
        self._values: dict[str, list[str]] = {}
        self._asked: set[str] = set()
        waiting = ""
        for word in words:
            if waiting and not word.startswith("--"):
                self._values.setdefault(waiting, []).append(word)
                waiting = ""
                continue
            waiting = ""
            if word.startswith("-") and len(word) > 1:
                name, equals, value = word.lstrip("-").partition("=")
                name = _SHORT.get(name, name)
                if equals or name in SWITCHES:
                    self._values.setdefault(name, []).append(value)
                else:
                    waiting = name
                    self._values.setdefault(name, [])
            else:
                self.plain.append(word)

    def get(self, *names: str) -> str:
        """The last value of the first of these that is there; "" of a switch, and of none."""
        self._asked.update(names)
        return next((self._values[name][-1] for name in names if self._values.get(name)), "")

    def has(self, name: str) -> bool:
        """Whether it is there, and not `=false`."""
        self._asked.add(name)
        return name in self._values and self._values[name] not in (["false"], ["False"])

    def all(self, *names: str) -> list[str]:
        """The values of all of these."""
        self._asked.update(names)
        return [value for name in names for value in self._values.get(name, [])]

    @property
    def left(self) -> list[str]:
        return [name for name in self._values if name not in self._asked]


def table(text: str) -> Mapping[str, str]:
    """`A=1,B=2`; `^@^A=1@B=2,3` parts them by another mark.

    https://cloud.google.com/sdk/gcloud/reference/topic/escaping
    """
    mark = ","
    chosen = re.match(r"\^([^^]+)\^", text)
    if chosen:
        mark, text = chosen[1], text[chosen.end() :]
    found: dict[str, str] = {}
    for part in text.split(mark):
        name, equals, value = part.partition("=")
        if equals:
            found[name.strip()] = value.strip()
    return found


def megabytes(text: str) -> int | None:
    """Of `256MB`, `256Mi`, `1G`, `512`."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kKmMgG]?)(?:i?[bB]?|i)", text.strip())
    if found is None:
        return None
    scale = {"k": 1 / 1024, "m": 1, "": 1, "g": 1024}[found[2].lower()]
    return int(float(found[1]) * scale) or None


def seconds(text: str) -> int | None:
    """Of `60`, `60s`, `9m`, `1h`."""
    found = re.fullmatch(r"(\d+)\s*([smh]?)", text.strip())
    return int(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[found[2]] if found else None
