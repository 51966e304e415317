"""Vercel on the developer's machine: vercel-runtime, run as its platform runs it."""

from .local import Host as Host
