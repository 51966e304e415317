"""Azure Functions on the developer's machine: Microsoft's runtime library behind our own host."""

from .local import Host as Host
