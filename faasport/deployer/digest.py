"""One digest for all that is deployed of an output folder: artifacts and manifests."""

from __future__ import annotations

from faasport.packager.archive import sha256
from faasport.packager.output import Output


def of(output: Output) -> str:
    """SHA-256 in hexadecimal digits. The bill of materials is not deployed, and does not count."""
    marker = output.marker
    files = {} if marker is None else marker.files
    rows = {built.path: built.sha256 for built in output.artifacts}
    rows.update({name: files[name] for name in output.manifests if name in files})
    return sha256("".join(f"{path}\0{rows[path]}\n" for path in sorted(rows)).encode())
