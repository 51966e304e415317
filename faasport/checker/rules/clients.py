"""FP041: clients that are made anew for each request."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from faasport.checker.code import Code
from faasport.checker.module import Module
from faasport.checker.rule import Hit, Rule

# Each keeps connections, credentials or a pool of its own, and is meant to be kept.
_CLIENTS = {
    "requests.Session": "https://requests.readthedocs.io/en/latest/user/advanced/#session-objects",
    "requests.session": "https://requests.readthedocs.io/en/latest/user/advanced/#session-objects",
    "httpx.Client": "https://www.python-httpx.org/advanced/clients/",
    "urllib3.PoolManager": "https://urllib3.readthedocs.io/en/stable/advanced-usage.html",
    "sqlalchemy.create_engine": "https://docs.sqlalchemy.org/en/20/core/connections.html",
    "sqlalchemy.ext.asyncio.create_async_engine":
        "https://docs.sqlalchemy.org/en/20/core/connections.html",
    "psycopg_pool.ConnectionPool": "https://www.psycopg.org/psycopg3/docs/advanced/pool.html",
    "psycopg2.pool.SimpleConnectionPool": "https://www.psycopg.org/docs/pool.html",
    "redis.Redis": "https://redis.readthedocs.io/en/stable/connections.html",
    "redis.StrictRedis": "https://redis.readthedocs.io/en/stable/connections.html",
    "redis.from_url": "https://redis.readthedocs.io/en/stable/connections.html",
    "redis.Redis.from_url": "https://redis.readthedocs.io/en/stable/connections.html",
    "pymongo.MongoClient": "https://www.mongodb.com/docs/languages/python/pymongo-driver/current/",
    "elasticsearch.Elasticsearch": "https://elasticsearch-py.readthedocs.io/",
    "openai.OpenAI": "https://github.com/openai/openai-python",
    "anthropic.Anthropic": "https://github.com/anthropics/anthropic-sdk-python",
    "stripe.StripeClient": "https://github.com/stripe/stripe-python",
}  # fmt: skip

_FIXED = {"import", "function", "class"}
_DEEPEST = 4


def _made(code: Code) -> Iterator[Hit]:
    clients = {
        named: platform.name
        for platform in code.around.installed
        for named in platform.dialect.clients
    }
    for module, call, named in code.calls:
        known = named in _CLIENTS or named in clients
        if known and code.each_time(module, call) and not _varies(module, call):
            yield Hit(module, call, f"{named} is made anew for every request.")


def _varies(module: Module, made_of: ast.AST, depth: int = 0) -> bool:
    """Whether something of the request may be in it, so that no two are the same."""
    for name in ast.walk(made_of):
        if not isinstance(name, ast.Name) or not isinstance(name.ctx, ast.Load):
            continue
        home = module.home(name)
        if home is None or not home.is_function:
            continue
        if all(each.kind in _FIXED for each in home.names[name.id]):
            continue
        value = module.assigned(name)
        if value is None or depth > _DEEPEST or _varies(module, value, depth + 1):
            return True
    return False


CLIENTS = Rule(
    id="FP041",
    title="A client made in the handler",
    severity="warning",
    why="A client connects, signs in and keeps a pool: made once, it serves every request that the "
    "instance ever gets; made in the handler, each request pays for it.",
    fix="Make it at the top of the module, or in a function with functools.cache.",
    check=_made,
    found="""\
import requests

import faasport


@faasport.http("GET", "/rates")
def rates():
    session = requests.Session()
    return session.get("https://rates.example/today").json()
""",
    fine="""\
from functools import cache

import requests

import faasport

session = requests.Session()
engine = None


@cache
def other():
    return requests.Session()


def connected():
    global engine
    if engine is None:
        engine = requests.Session()
    return engine


@faasport.http("GET", "/rates")
def rates():
    other()
    connected()
    return session.get("https://rates.example/today").json()
""",
)
