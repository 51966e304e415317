"""The file that the worker indexes: `function_app.py`, unless guests have one of their own, or
the configuration names theirs among its modules (they were guests, and are neutral now).

Theirs stays where it is: before an instance knows its app settings, the worker looks for a file of
that name to tell this programming model from the older one.
https://learn.microsoft.com/azure/azure-functions/functions-reference-python#folder-structure
https://github.com/Azure/azure-functions-python-worker/blob/dev/workers/proxy_worker/dispatcher.py
"""

from __future__ import annotations

from collections.abc import Mapping

from faasport.project import guests
from faasport.project.model import Project

SETTING = "PYTHON_SCRIPT_FILE_NAME"
USUAL, _BESIDE = "function_app.py", "faasport_function_app.py"


def file_of(project: Project) -> str:
    """Its name, at the root of the code."""
    theirs = (project.source_root or project.root) / USUAL
    is_wanted = guests.of(project.config) or USUAL.removesuffix(".py") in project.config.modules
    return _BESIDE if theirs.is_file() and is_wanted else USUAL


def settings(project: Project) -> Mapping[str, str]:
    """The app setting that names it, where it is not the usual one."""
    found = file_of(project)
    return {} if found == USUAL else {SETTING: found}
