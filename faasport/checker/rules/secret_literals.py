"""FP051: secrets that stand in the code. Their values are never told."""

from __future__ import annotations

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

_URL = "a password in a URL"
# Shapes that their issuers gave them so that scanners know them.
SHAPES = {
    # https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
    "a token of GitHub's": r"\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9]{22}_\w{59})\b",
    # https://docs.gitlab.com/security/tokens/#token-prefixes
    "a token of GitLab's": r"\bglpat-[\w-]{20,}\b",
    # https://docs.stripe.com/keys
    "a key of Stripe's": r"\b(sk|rk)_live_[A-Za-z0-9]{16,}\b",
    # https://api.slack.com/authentication/token-types
    "a token of Slack's": r"\bxox[abprs]-[A-Za-z0-9-]{20,}\b",
    # https://docs.sendgrid.com/ui/account-and-settings/api-keys
    "a key of SendGrid's": r"\bSG\.[\w-]{22}\.[\w-]{43}\b",
    # https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/
    "a token of npm's": r"\bnpm_[A-Za-z0-9]{36}\b",
    # https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns
    "a token of PyPI's": r"\bpypi-AgEIcHlwaS5vcmc[\w-]{50,}",
    # https://huggingface.co/docs/hub/security-tokens
    "a token of Hugging Face's": r"\bhf_[A-Za-z0-9]{34}\b",
    # https://platform.openai.com/docs/api-reference/authentication
    "a key of OpenAI's": r"\bsk-(proj|svcacct|admin)-[\w-]{40,}",
    # https://docs.anthropic.com/en/api/overview
    "a key of Anthropic's": r"\bsk-ant-[\w-]{40,}",
    # https://datatracker.ietf.org/doc/html/rfc7468
    "a private key": r"-----BEGIN ([A-Z]+ )?PRIVATE KEY-----",
    # https://datatracker.ietf.org/doc/html/rfc3986#section-3.2.1
    _URL: r"\b[a-z][a-z0-9+]{1,20}://[^\s:/@{}<>$]+:[^\s:/@{}<>$]{6,}@[\w.-]+",
}
_NAMES = re.compile(
    r"(?:^|_)(password|passwd|secret|token|api_?key|access_?key|private_?key|credentials?)$",
    re.IGNORECASE,
)
_OPAQUE = re.compile(r"[A-Za-z0-9+/_=.-]{16,}")
# Names of files, headers and resources: words, and words with a number, as "v2" and "rs256".
_WORDS = re.compile(r"[/.]*([A-Za-z]+|\d{1,4})([-_./]([A-Za-z]+|\d{1,4}))*")
_NUMBERED = re.compile(r"[/.]*([A-Za-z]+\d{0,4}|\d{1,4})([-_./]([A-Za-z]+\d{0,4}|\d{1,4})){2,}")
_LEAST_ENTROPY = 3.5  # bits a letter; words and names have less, or no digits
_SAMPLES = re.compile(
    r"example|sample|dummy|change.?me|placeholder|your[-_]|xxx|\.\.\.|<|test|fake|localhost"
    r"|127\.0\.0\.1|user:pass|1234567",
    re.IGNORECASE,
)


def _secrets(code: Code) -> Iterator[Hit]:
    shapes = {
        **SHAPES,
        **{
            f"{said} of {platform.name}'s": pattern
            for platform in code.around.installed
            for said, pattern in platform.dialect.secrets.items()
        },
    }
    for module in code.modules.values():
        for node in module.all(ast.Constant):
            if not isinstance(node.value, (str, bytes)):
                continue
            said = secretive(node.value, shapes)
            # Prose shows what such a URL looks like.
            if said and not (said == _URL and isinstance(module.parents[node], ast.Expr)):
                yield Hit(module, node, f"this looks like {said}.")
        yield from _named(module, shapes)


def secretive(value: str | bytes, shapes: dict[str, str]) -> str | None:
    """What kind of secret a text looks like."""
    text = value if isinstance(value, str) else value.decode("latin-1")
    for said, pattern in shapes.items():
        found = re.search(pattern, text)
        if found and not _SAMPLES.search(found.group()):
            return said
    return None


def _named(module: Module, shapes: dict[str, str]) -> Iterator[Hit]:
    """`api_key = "..."`, `connect(password="...")` and `{"token": "..."}`."""
    for name, value in _given(module):
        if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
            continue
        if named_like_a_secret(name, value.value) and not secretive(value.value, shapes):
            yield Hit(module, value, f"{name} is given a value that looks like a secret.")


def named_like_a_secret(name: str, value: str) -> bool:
    """Whether a name promises a secret, and the value may be one."""
    return bool(_NAMES.search(name)) and opaque(value)


def _given(module: Module) -> Iterator[tuple[str, ast.expr]]:
    for node in module.all(ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
            if isinstance(target, ast.Attribute):
                yield target.attr, node.value
    for annotated in module.all(ast.AnnAssign):
        if isinstance(annotated.target, ast.Name) and annotated.value is not None:
            yield annotated.target.id, annotated.value
    for keyword in module.all(ast.keyword):
        if keyword.arg:
            yield keyword.arg, keyword.value
    for arguments in module.all(ast.arguments):
        yield from _defaults(arguments)
    for table in module.all(ast.Dict):
        for key, value in zip(table.keys, table.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value.replace("-", "_"), value


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr]]:
    """`def connect(password="...")`"""
    placed = [*arguments.posonlyargs, *arguments.args]
    last = placed[len(placed) - len(arguments.defaults) :]
    yield from ((each.arg, value) for each, value in zip(last, arguments.defaults, strict=True))
    for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if value is not None:
            yield each.arg, value


def opaque(text: str) -> bool:
    """Letters and digits as no person would write them."""
    if not _OPAQUE.fullmatch(text) or _SAMPLES.search(text):
        return False
    mixed = re.search(r"\d", text) and re.search(r"[A-Za-z]", text)
    words = _WORDS.fullmatch(text) or _NUMBERED.fullmatch(text)
    counts = Counter(text).values()
    entropy = -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
    return bool(mixed) and not words and entropy >= _LEAST_ENTROPY


SECRETS = Rule(
    id="FP051",
    title="A secret in the code",
    severity="error",
    why="Code is copied, shared and kept for ever; whoever reads it once has the secret.",
    fix="Revoke it, put its successor into the platform's store, declare it under `secrets`, and "
    'read it by faasport.secret("NAME").',
    check=_secrets,
    found="""\
import faasport

API_KEY = "q8Zr2LwX7vNp4TyB9kHd"
DATABASE = "postgres://shop:h0rse-battery@db.internal/shop"


@faasport.http("GET", "/")
def index():
    return {"configured": bool(API_KEY and DATABASE)}
""",
    fine="""\
import os

import faasport

API_KEY_HEADER = "x-api-key"
TOKEN = "orders/incoming-2024/token"
DATABASE = "postgres://user:password@localhost/shop"


@faasport.http("GET", "/")
def index():
    password = os.environ.get("SHOP_PASSWORD", "")
    return {"configured": bool(faasport.secret("API_KEY") and password)}
""",
    config='secrets = { API_KEY = "shop/api-key" }\nenv = { SHOP_PASSWORD = "${SHOP_PASSWORD}" }',
)
