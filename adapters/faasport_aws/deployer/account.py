"""The account: who we are there, and its services. The SDK is loaded with the first question."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeVar

from faasport.deployer.client import of_extra
from faasport.deployer.faults import BadSetting
from faasport.project import version
from faasport_aws.deployer.explained import broken
from faasport_aws.deployer.refused import Refused, action
from faasport_aws.deployer.settings import Chosen

Answer = dict[str, Any]
Given = TypeVar("Given")
LONGEST = 910.0
"""Seconds: a little more than any function may take.
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""


class Account:
    """One account in one region. Endpoints, proxies, roots, retries and credentials are as the SDK
    finds them: https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html"""

    def __init__(self, chosen: Chosen) -> None:
        self._chosen = chosen
        self._clients: dict[str, Any] = {}

    @property
    def where(self) -> str:
        """For messages; it asks nothing."""
        known = self.__dict__.get("number")
        account = f"account {known}, " if known else ""
        return f"aws: {account}{self.region}, stack {self._chosen.stack}"

    @property
    def place(self) -> str:
        return f"account {self.number}, {self.region}, stack {self._chosen.stack}"

    @cached_property
    def number(self) -> str:
        return str(self._identity["Account"])

    @property
    def partition(self) -> str:
        """That of most regions is "aws"; China has another."""
        return str(self._identity["Arn"]).split(":")[1]

    @cached_property
    def region(self) -> str:
        # The command line reads both variables, and the SDK for Python the one alone.
        # https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
        found = self._session.region_name or os.environ.get("AWS_REGION")
        if not found:
            raise BadSetting(
                "aws: region",
                "no region is chosen.",
                "Say `targets.aws.deploy.region`, `--set region=eu-central-1`, or AWS_REGION.",
            )
        return str(found)

    def ask(self, service: str, method: str, **arguments: Any) -> Answer:
        """One answer. Raises Refused with what the service says, or the Fault that it does not."""
        answer: Answer = self._asked(
            service, method, lambda: getattr(self.client(service), method)(**arguments)
        )
        return answer

    def invoke(self, **arguments: Any) -> bytes:
        """What a function answers. It is called once, however long it takes: the SDK would give up
        after a minute and call it again, and what it does would be done again.

        https://github.com/boto/boto3/issues/1104
        """

        def answered() -> bytes:
            content: bytes = self._patient.invoke(**arguments)["Payload"].read()
            return content

        return self._asked("lambda", "invoke", answered)

    def pages(self, service: str, method: str, **arguments: Any) -> Iterator[Answer]:
        """All pages of an answer, as they are asked for."""
        pages = iter(self.client(service).get_paginator(method).paginate(**arguments))
        while True:
            page = self._asked(service, method, lambda: next(pages, None))
            if page is None:
                return
            yield page

    def client(self, service: str) -> Any:
        if service not in self._clients:
            mode = os.environ.get("AWS_RETRY_MODE", "standard")
            self._clients[service] = self._client(service, retries={"mode": mode})
        return self._clients[service]

    @cached_property
    def _patient(self) -> Any:
        once = {"mode": "standard", "total_max_attempts": 1}
        return self._client("lambda", read_timeout=LONGEST, tcp_keepalive=True, retries=once)

    def _client(self, service: str, **settings: Any) -> Any:
        from botocore.config import Config

        config = Config(user_agent_extra=f"faasport/{version.tool()}", **settings)
        return self._session.client(service, region_name=self.region, config=config)

    def _asked(self, service: str, method: str, question: Callable[[], Given]) -> Given:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return question()
        except ClientError as error:
            raise _refused(error, service) from error
        except BotoCoreError as error:
            known = self.region in self._session.get_available_regions(service, self._partition)
            words = "".join(word.capitalize() for word in method.split("_"))
            raise broken(error, action(service, words), self.where, known=known) from error

    @property
    def _partition(self) -> str:
        from botocore.exceptions import UnknownRegionError

        try:
            return str(self._session.get_partition_for_region(self.region))
        except UnknownRegionError:
            return "aws"

    @cached_property
    def _identity(self) -> Answer:
        return self.ask("sts", "get_caller_identity")

    @cached_property
    def _session(self) -> Any:
        with of_extra("aws"):
            import boto3
            from botocore.exceptions import BotoCoreError
        deploy = self._chosen.deploy
        try:
            return boto3.Session(profile_name=deploy.profile, region_name=deploy.region)
        except BotoCoreError as error:
            raise broken(error, "the SDK's configuration", "aws", known=True) from error


def _refused(error: Any, service: str) -> Refused:
    """https://docs.aws.amazon.com/boto3/latest/guide/error-handling.html"""
    told, response = error.response.get("Error", {}), error.response.get("ResponseMetadata", {})
    return Refused(
        action(service, error.operation_name),
        str(told.get("Code", "")),
        str(told.get("Message", "")),
        str(response.get("RequestId", "")),
        int(response.get("HTTPStatusCode", 0)),
    )
