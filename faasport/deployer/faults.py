"""What can go wrong with a platform. Each is one problem that says where, what and what to do."""

from __future__ import annotations

from faasport.project.problem import Problem, ProblemsFound


class Fault(ProblemsFound):
    """A platform did not do what it was asked. Adapters raise one of the subclasses, so that the
    code of a problem means the same on all of them."""

    code = "deployment"

    def __init__(self, where: str, message: str, fix: str) -> None:
        super().__init__([Problem(self.code, where, message, fix)])


class NoCredentials(Fault):
    """None were found, or what was found is no credential."""

    code = "no-credentials"


class ExpiredCredentials(Fault):
    """They were valid once."""

    code = "expired-credentials"


class Denied(Fault):
    """The credentials are valid and do not allow it; the message names the action."""

    code = "not-permitted"


class OverQuota(Fault):
    """The account has no more of it."""

    code = "over-quota"


class NameTaken(Fault):
    """Something that is not ours has the name."""

    code = "name-taken"


class NotThere(Fault):
    """The region does not have the service, or the service is switched off."""

    code = "no-such-service"


class Unprepared(Fault):
    """Something that only the user can make is not there (a secret's value). Nothing was begun."""

    code = "not-prepared"


class NotDeployed(Fault):
    """There is nothing of this project at this stage."""

    code = "not-deployed"


class Busy(Fault):
    """Somebody else is deploying; the message says who and since when, if the platform tells."""

    code = "busy"


class Throttled(Fault):
    """Too many requests, for longer than we wait."""

    code = "throttled"


class Unreachable(Fault):
    """No connection, or one that was cut again and again, or errors of the platform's own."""

    code = "unreachable"


class Failed(Fault):
    """A resource could not be made as it was asked for. The message says which, why, and whether
    all is again as it was."""

    code = "deployment-failed"


class Unsettled(Fault):
    """Neither done nor undone: the message says what is left, and how to go on."""

    code = "deployment-unsettled"


class Unsupported(Fault):
    """The platform has no such thing, or faasport does not do it there."""

    code = "not-supported"


class BadSetting(Fault):
    """Something that `--set` or `targets.<target>.deploy` says is wrong or missing."""

    code = "bad-setting"


class NoClient(Fault):
    """The extra of this target is not installed."""

    code = "no-client"
