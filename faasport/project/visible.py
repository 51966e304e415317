"""Text of somebody else's, such as a name in a file that is read, as a terminal may show it."""

from __future__ import annotations

import json
import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
"""What steers a terminal (escape sequences, in their eight-bit form too), turns the order of
letters around (https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing), or is not seen.
"""


def visible(text: str, *, lines: bool = True) -> str:
    """The text with escapes in place of what a terminal would obey; without `lines`, on one
    line."""
    shown = _STEERING.sub(_escaped, text)
    return shown if lines else shown.replace("\n", "\\n")


def in_json(text: str) -> str:
    """JSON that says the same, with escapes in the place of those letters."""
    return _STEERING.sub(lambda found: json.dumps(found[0])[1:-1], text)


def in_toml(text: str) -> str:
    """A text in double quotes, or a key, that says the same in TOML."""
    return _STEERING.sub(lambda found: f"\\U{ord(found[0]):08x}", text)


def _escaped(found: re.Match[str]) -> str:
    return ascii(found[0])[1:-1]
