from __future__ import annotations

from contextlib import contextmanager

import pytest

from faasport.project.config import Config
from faasport.project.model import Project
from faasport.verifier import environments
from faasport.verifier.environments import UnavailableError

PYTHON = "3.13"


@pytest.fixture
def started(tmp_path):
    """A host on a packaged folder, started; the environment is the one that `verify` makes."""

    @contextmanager
    def start(host_class, lay_out, *arguments, extra=()):
        try:
            python = environments.provide((*host_class.requirements, *extra), PYTHON)
        except UnavailableError as missing:
            pytest.skip(f"the vendor's runtime is not to be had: {missing}")
        project = Project(tmp_path, Config(name="shop", modules=["shop"]))
        host = host_class(lay_out(tmp_path, *arguments), python, project)
        try:
            host.start()
            yield host
        finally:
            host.stop()

    return start
