"""Artifact in, proof out: the platforms' real Python runtimes are asked and compared."""
