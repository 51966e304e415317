"""Who may call a function over HTTP."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Kind = Literal["public", "key", "iam", "jwt"]


class Auth(BaseModel):
    """`auth`: everybody ("public"), who has a key of the platform's ("key"), who its own identities
    are allowed to ("iam"), or who brings a token of an issuer's ("jwt").

    `auth = "iam"` is short for `auth = { kind = "iam" }`, and a table with an issuer means "jwt".
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    kind: Kind = "jwt"
    issuer: str | None = Field(default=None, pattern=r"^https://\S+$")
    audience: list[str] = []

    @model_validator(mode="after")
    def _whole(self) -> Auth:
        told = self.issuer is not None or bool(self.audience)
        if self.kind == "jwt" and not (self.issuer and self.audience):
            raise PydanticCustomError(
                "incomplete_jwt", "A token needs an issuer and an audience to be checked against"
            )
        if self.kind != "jwt" and told:
            raise PydanticCustomError(
                "meaningless_issuer", "Issuer and audience are those of a token (jwt)"
            )
        return self

    def __str__(self) -> str:
        return f"jwt of {self.issuer}" if self.kind == "jwt" else self.kind


def _table(given: Any) -> Any:
    return {"kind": given} if isinstance(given, str) else given


AuthSetting = Annotated[Auth, BeforeValidator(_table)]
PUBLIC = Auth(kind="public")
