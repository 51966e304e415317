"""What Google's build installs beside the archive: the framework, and of it no version that would
hide one of ours.

`functions-framework` puts the archive last on Python's search path, so where it shares a dependency
with the application, the installed one is imported:
https://github.com/GoogleCloudPlatform/functions-framework-python/blob/main/src/functions_framework/_function_registry.py
"""

from __future__ import annotations

import hashlib

from faasport.packager.target import Files

# The first with functions_framework.aio. Everything else is in the archive already.
FRAMEWORK = "functions-framework>=3.9.0"
REQUIREMENTS = "requirements.txt"
CONSTRAINTS = "faasport_constraints.txt"
_METADATA = ".dist-info/METADATA"


def files(dependencies: Files) -> dict[str, bytes]:
    """`requirements.txt`, and the versions in the archive as its constraints."""
    constraints = "".join(f"{each}\n" for each in _versions(dependencies)).encode()
    if not constraints:
        return {REQUIREMENTS: f"{FRAMEWORK}\n".encode()}
    # The build keeps what it installed for as long as requirements.txt stays the same.
    digest = hashlib.sha256(constraints).hexdigest()
    requirements = f"{FRAMEWORK}\n-c {CONSTRAINTS}\n# sha256 of them: {digest}\n"
    return {REQUIREMENTS: requirements.encode(), CONSTRAINTS: constraints}


def _versions(dependencies: Files) -> list[str]:
    """`name==version` by the metadata of every wheel, whose folder is named so (PEP 427)."""
    folders = (
        path.removesuffix(_METADATA)
        for path in dependencies
        if path.endswith(_METADATA) and path.count("/") == 1
    )
    return sorted(f"{name}=={version}" for name, _, version in (f.partition("-") for f in folders))
