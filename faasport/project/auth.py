"""Who may call a function over HTTP."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from faasport.project.problem import did_you_mean
from faasport.project.table import Table, before, fault, rule, text

Kind = Literal["public", "key", "iam", "jwt"]
ISSUER = r"^https://\S+$"
_KINDS: tuple[Kind, ...] = get_args(Kind)
_JWT = 'Write { issuer = "https://...", audience = ["..."] }, or one of "public", "key", "iam".'


class Auth(Table):
    """`auth`: everybody ("public"), who has a key of the platform's ("key"), who its own identities
    are allowed to ("iam"), or who brings a token of an issuer's ("jwt").

    `auth = "iam"` is short for `auth = { kind = "iam" }`, and a table with an issuer means "jwt".
    """

    kind: Kind = "jwt"
    issuer: Annotated[str, text(pattern=ISSUER)] | None = None
    audience: list[str] = []

    @rule
    def _whole(self) -> Auth:
        told = self.issuer is not None or bool(self.audience)
        if self.kind == "jwt" and not (self.issuer and self.audience):
            said = "A token (jwt) needs an issuer and an audience to be checked against"
            raise fault("incomplete_jwt", said, {"fix": _JWT})
        if self.kind != "jwt" and told:
            said = "Issuer and audience are those of a token (jwt)"
            fix = 'Leave them out, or write kind = "jwt".'
            raise fault("meaningless_issuer", said, {"fix": fix})
        return self

    def __str__(self) -> str:
        return f"jwt of {self.issuer}" if self.kind == "jwt" else self.kind


def _table(given: Any) -> Any:
    if isinstance(given, str) and given not in _KINDS:
        told = {"given": repr(given), "fix": did_you_mean(given, _KINDS)}
        raise fault("unknown_auth", "There is no auth {given}", told)
    if not isinstance(given, str | dict | Auth):
        told = {"given": repr(given), "fix": _JWT}
        raise fault("bad_auth", "Auth is a kind or a table, and not {given}", told)
    return {"kind": given} if isinstance(given, str) else given


AuthSetting = Annotated[Auth, before(_table)]
PUBLIC = Auth.model_restored({"kind": "public"}, ["kind"])
