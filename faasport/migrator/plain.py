"""Which variables are no secrets, so that their values may stand in a configuration."""

from __future__ import annotations

import re

_NAME = re.compile(
    r"(?:^|_)(?:SECRET|PASSWORD|PASSWD|PASSPHRASE|PWD|TOKEN|CREDENTIALS?|PRIVATE|SAS|DSN"
    r"|(?:API|ACCESS|ACCOUNT|SECRET|SIGNING|ENCRYPTION|MASTER|PRIMARY|SHARED|SERVICE|AUTH)?_?KEY"
    r"|CONN(?:ECTION)?_?STR(?:ING)?|(?:DATABASE|DB|MONGO(?:DB)?|REDIS|POSTGRES(?:QL)?)_UR[IL])"
    r"(?:_|$)"
)
"""Of a name in capitals with underscores between its words."""
_VALUE = re.compile(
    r"(?:AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)\s*="
    r"|[?&]sig=|://[^/\s:@]+:[^/\s@]+@|-----BEGIN|^(?:sk|pk|rk)_(?:live|test)_|^gh[pousr]_"
    r"|^xox[abprs]-|^AKIA[0-9A-Z]{16}$|^eyJ[\w-]+\.eyJ[\w-]+\.|^AIza[\w-]{30,}"
    r"|^(?:SG\.[\w-]+\.[\w-]+)$",
    re.IGNORECASE,
)
"""Connection strings, URLs with a password, keys by their well-known beginnings."""


def looks_secret(name: str, value: str) -> bool:
    """Whether a variable holds what must not be copied into a configuration."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()
    return bool(_NAME.search(re.sub(r"[^A-Z0-9]+", "_", words)) or _VALUE.search(value))


def path_of(name: str) -> str:
    """Where a secret of this name is proposed to be in a store."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name)
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "secret"
