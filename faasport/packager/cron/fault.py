"""Why a schedule cannot be, and what to write instead."""

from __future__ import annotations

from faasport.runtime.errors import FaasportError


class CronFault(FaasportError):
    """One fault of a schedule, as the two texts of a problem."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(f"{message} {fix}")
        self.message = message
        self.fix = fix
