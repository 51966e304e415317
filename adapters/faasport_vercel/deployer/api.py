"""Vercel's REST API: requests that are sent again where that can help, and no others.

What was sent twice must not be there twice: of what makes something, the caller says how to find
it (`lost`), and that is asked before a request is repeated whose answer never came.
https://vercel.com/docs/rest-api
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from faasport.deployer import waiting
from faasport.deployer.faults import Unreachable
from faasport_vercel.deployer.answer import Answer, fault
from faasport_vercel.deployer.place import Place

ATTEMPTS = 7
PATIENCE = 300.0
"""Seconds that one request waits in all, because Vercel tells us to."""
CONNECTIONS = 8
SILENCE = 300.0
"""Seconds without a line, after which a stream is given up."""
Lost = Callable[[], Any]


class Api:
    """One account, at one place. Its threads may share it."""

    def __init__(self, place: Place, token: str) -> None:
        self.place = place
        self.is_given_up = False
        """Whether nothing is to be sent again, because nobody waits for it any more."""
        self._client = httpx.Client(
            base_url=place.api,
            headers={"authorization": f"Bearer {token}", "user-agent": "faasport"},
            params=dict(place.team),
            timeout=httpx.Timeout(60.0, connect=20.0),
            limits=httpx.Limits(max_connections=CONNECTIONS),
        )

    def read(
        self,
        path: str,
        doing: str,
        query: Mapping[str, str] | None = None,
        *,
        passing: tuple[int, ...] = (),
    ) -> Any:
        """What is there; None where that is answered with one of the statuses in `passing`."""
        answer = self.ask("GET", path, doing, query=query, passing=passing)
        return self.told(answer, doing) if answer.is_success else None

    def pages(
        self,
        path: str,
        doing: str,
        query: Mapping[str, str] | None = None,
        *,
        passing: tuple[int, ...] = (),
    ) -> Iterator[Any]:
        """The same, of what comes page by page.

        https://vercel.com/docs/rest-api#pagination
        """
        until: dict[str, str] = {}
        while True:
            page = self.read(path, doing, {**(query or {}), **until}, passing=passing)
            if page is None:
                return
            yield page
            following = (page.get("pagination") or {}).get("next")
            if not following:
                return
            until = {"until": str(following)}

    def told(self, answer: Answer, doing: str) -> Any:
        """What a success tells. What is no JSON is not from Vercel, but from what is in between."""
        if isinstance(answer.body, (dict, list)):
            return answer.body
        kind = answer.headers.get("content-type") or "nothing"
        raise Unreachable(
            self.place.told,
            f"{self.place.api} was to {doing}, and answers with {kind} ({answer.status}).",
            "See whether a proxy, or a network that wants a login, answers in its place.",
        )

    def ask(
        self,
        method: str,
        path: str,
        doing: str,
        *,
        body: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        passing: tuple[int, ...] = (),
        lost: Lost | None = None,
    ) -> Answer:
        """A success, or an answer with a status in `passing`; else the Fault that it is."""
        request = self._client.build_request(
            method, path, json=body, content=content, headers=headers, params=query
        )
        return self._settled(request, doing, passing, lost)

    @contextmanager
    def lines(self, path: str, doing: str, query: Mapping[str, str]) -> Iterator[Iterator[str]]:
        """A stream of lines, as they come. It ends where nothing has come for long: nobody tells
        whether there is somebody at its other end."""
        timeout = httpx.Timeout(60.0, read=SILENCE)
        try:
            with self._client.stream("GET", path, params=query, timeout=timeout) as response:
                if response.status_code >= 300:
                    response.read()
                    raise fault(_answer(response), self.place.told, doing)
                yield response.iter_lines()
        except httpx.ReadTimeout:
            return
        except httpx.RequestError as error:
            raise self._unreachable(doing, error) from None

    def _settled(
        self, request: httpx.Request, doing: str, passing: tuple[int, ...], lost: Lost | None
    ) -> Answer:
        left = PATIENCE
        pauses = waiting.pauses()
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._sent(request, doing, is_last=attempt == ATTEMPTS)
            if answer is not None and (answer.is_success or answer.status in passing):
                return answer
            if answer is not None and not _may_help(answer, left, is_last=attempt == ATTEMPTS):
                raise fault(answer, self.place.told, doing)
            pause = next(pauses)
            if answer is not None and answer.tells_when:
                pause = max(pause, answer.retry_after)
                left -= pause
            waiting.sleep(pause)
            if self.is_given_up:
                raise self._unreachable(doing, InterruptedError("it was broken off"))
            found = None if lost is None or _was_refused(answer) else lost()
            if found is not None:
                return Answer(200, found)
        raise AssertionError  # the last attempt returns or raises

    def _sent(self, request: httpx.Request, doing: str, *, is_last: bool) -> Answer | None:
        """None if no answer came."""
        try:
            return _answer(self._client.send(request))
        except httpx.RequestError as error:
            if is_last:
                raise self._unreachable(doing, error) from None
            return None

    def _unreachable(self, doing: str, error: Exception) -> Unreachable:
        reason = str(error) or type(error).__name__
        return Unreachable(
            self.place.told,
            f"{self.place.api} gives no answer ({reason}), and was to {doing}.",
            "What was done stays as it is: give the same command again when it can be reached.",
        )


def _answer(response: httpx.Response) -> Answer:
    try:
        body = response.json()
    except ValueError:
        body = None
    return Answer(response.status_code, body, response.headers)


def _was_refused(answer: Answer | None) -> bool:
    """Whether it is certain that nothing was done."""
    return answer is not None and not answer.may_pass


def _may_help(answer: Answer, left: float, *, is_last: bool) -> bool:
    """Whether to send it again."""
    if is_last or (answer.tells_when and answer.retry_after > left):
        return False
    return answer.may_pass or answer.status == 429
