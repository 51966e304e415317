"""Where a function's paths begin. Google has a function's name in its address alone
(`REGION-PROJECT.cloudfunctions.net/NAME`, or a host of its own), and never in the path that the
function is given. Here one address is for all, so a route has the name in front, as a mount.

https://cloud.google.com/functions/docs/calling/http
"""

from __future__ import annotations

TAIL = "/{path:path}"


def mount_of(template: str) -> str:
    """The literal part of `/users/{path:path}`. Of any other template there is none."""
    mount = template.removesuffix(TAIL)
    return "" if mount == template or "{" in mount else mount


def below(mount: str, path: str) -> str:
    """What follows the mount in a path that a route with it took, however that is encoded."""
    deep = mount.count("/") + 1
    return "/" + "".join(path.split("/", deep)[deep:])
