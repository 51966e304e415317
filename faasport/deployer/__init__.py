"""Artifact to platform, through the platform's own service.

Nothing here names a platform. An adapter's half is found by a string on its target, so that
packaging and verifying never load a cloud's client. What is deployed says itself whose it is, by
tags or labels on it: there is no state on this machine, and a run that was killed is finished by
the next, from wherever that comes.
"""
