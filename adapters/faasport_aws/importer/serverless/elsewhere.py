"""Variables whose value is not in the project: in the cloud, in a store, in Git.

https://www.serverless.com/framework/docs/guides/variables
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from faasport_aws.importer.serverless.expression import Source
from faasport_aws.importer.serverless.gap import Gap, Why

_REFERENCE = "/aws/reference/secretsmanager/"
_PSEUDO = re.compile(r"\$\{(AWS::[A-Za-z]+)\}")
_STORES = {"ssm", "secretsmanager"}
_REASONS = {
    "cf": ("it is an output of another stack", "Look it up, and set {name} in the shell."),
    "construct": ("it is of a construct that is not made", "Set {name} in the shell."),
    "s3": ("it is an object in a bucket", "Look it up, and set {name} in the shell."),
    "git": ("it is read from Git", "Set {name} in the shell where you package."),
    "output": ("it is an output of another service", "Look it up, and set {name} in the shell."),
    "terraform": ("it is an output of Terraform's", "Look it up, and set {name} in the shell."),
    "vault": ("it is a secret of Vault's", "Put it in the platform's store; name it in `secrets`."),
    "doppler": ("it is a secret of Doppler's", "Put it in the platform's store, and in `secrets`."),
    "sls": ("Serverless makes it up at every deployment", "Set {name} in the shell."),
    "aws": ("it is of the account that is deployed to", "Set {name} in the shell."),
}
_WORDS = {"accountId": "AWS::AccountId", "region": "AWS::Region", "partition": "AWS::Partition"}


def gap(text: str, source: Source) -> Gap:
    """What is known of it."""
    if source.name in _STORES:
        return _secret(text, source)
    if source.name == "aws" and source.address in _WORDS:
        return _of(text, "pseudo", _WORDS[source.address], *_REASONS["aws"])
    name = f"{source.name}:{source.address}" if source.name in {"git", "sls"} else source.address
    unknown = (f"no source of variables is called {source.name!r} here", "Set {name} in the shell.")
    return _of(text, "unknown", name or source.name, *_REASONS.get(source.name, unknown))


def _of(text: str, why: Why, name: str, reason: str, fix: str) -> Gap:
    made = Gap(text, why, name, reason)
    return Gap(text, why, name, reason, fix.format(name=made.variable))


def _secret(text: str, source: Source) -> Gap:
    """`${ssm:/path~true}` of the first versions says `~true` where it is to be decrypted."""
    path, _, mode = source.address.partition("~")
    store = "secrets-manager" if source.name == "secretsmanager" else "ssm"
    if path.startswith(_REFERENCE):
        path, store = path.removeprefix(_REFERENCE), "secrets-manager"
    fix = "Declare it in `secrets`, or set the value in the shell."
    name = path if mode != "split" else ""
    return Gap(text, "secret", name, "it is a value in the platform's store", fix, store)


def pseudo_parts(value: Any) -> Iterator[Any]:
    """The pieces of a text with CloudFormation's own words in it (`#{AWS::AccountId}`)."""
    if not isinstance(value, str):
        yield value
        return
    start = 0
    for found in _PSEUDO.finditer(value):
        yield value[start : found.start()]
        yield _of(found[1], "pseudo", found[1], *_REASONS["aws"])
        start = found.end()
    yield value[start:]
