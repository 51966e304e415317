"""Handlers of the suite: they know no platform, note what they are given, and do as it says."""
