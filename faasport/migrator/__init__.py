"""Somebody else's project → ours: what an application is, read from what deploys it today."""
