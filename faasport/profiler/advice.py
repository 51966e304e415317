"""What would make a start quicker, in words: where a table knows a package, its own, with a source;
else what holds for every import. Nothing that is not worth a tenth of the start."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from faasport.packager.wheels.groups import normalised
from faasport.profiler.heaviest import Cost

LEAST_SHARE = 0.1
LEAST = 10_000_000
"""Nanoseconds: below ten milliseconds no client sees the difference."""
MOST = 5

_BOTO3 = (
    "A client is best made once and kept (https://docs.aws.amazon.com/lambda/latest/dg/"
    "best-practices.html); if few requests need it, make it at its first use, in a function with "
    "functools.cache, with the import in there."
)
_PYDANTIC = (
    "Models must be there before the first request, so this is the price of having any in the "
    "module; a function without them can stand in a module of its own. faasport itself does not "
    "import pydantic."
)
KNOWN: Mapping[str, str] = {
    "boto3": _BOTO3,
    "botocore": _BOTO3,
    "matplotlib": (
        "It keeps a cache of fonts in a folder that must be writable, else it makes one anew at "
        "every start: MPLCONFIGDIR names such a folder "
        "(https://matplotlib.org/stable/install/environment_variables_faq.html)."
    ),
    "pydantic": _PYDANTIC,
    "pydantic-core": _PYDANTIC,
    "setuptools": (
        "pkg_resources looks through all that is installed when it is imported; importlib.metadata "
        "and importlib.resources take its place "
        "(https://setuptools.pypa.io/en/latest/pkg_resources.html)."
    ),
}
"""By the normalised name of the distribution."""
_ANY = "If few requests need it, import it in the function that does."
_LINE = (
    "It is run when the module is imported; what few requests need can be made at its first use, "
    "in a function with functools.cache."
)


def given(costs: Sequence[Cost]) -> tuple[str, ...]:
    """A sentence or two for each of the heaviest."""
    worth = [each for each in costs if each.share >= LEAST_SHARE and each.spent >= LEAST]
    return tuple(dict.fromkeys(_advice(worth[:MOST])))


def _advice(costs: Sequence[Cost]) -> Iterator[str]:
    told: set[str] = set()
    for each in costs:
        if each.origin is None:
            yield f"{each.where} takes {each.share:.0%} of the start itself. {_LINE}"
        elif each.origin.name not in told:
            # Of several lines that bring one package, the first is the one to look at.
            told.add(each.origin.name)
            yield (
                f"{each.origin.name} is imported at module level by {each.where} and takes "
                f"{each.share:.0%} of the start. {KNOWN.get(normalised(each.origin.name), _ANY)}"
            )
