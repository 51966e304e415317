"""Lambda on the developer's machine: AWS's own runtime client behind our Runtime API and fronts."""

from .local import Host as Host
