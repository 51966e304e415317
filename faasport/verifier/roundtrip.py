"""A request, asked of the handlers themselves and of a platform's runtime."""

from __future__ import annotations

from dataclasses import dataclass

from faasport.runtime.request import Request
from faasport.verifier import answer, carriage
from faasport.verifier.answer import Answer, Broken
from faasport.verifier.host import BrokenAnswerError, Host
from faasport.verifier.reference import Reference


@dataclass(frozen=True)
class Roundtrip:
    """One request on its two ways."""

    host: Host
    reference: Reference
    request: Request

    def wanted(self) -> Answer | Broken:
        response = self.reference.respond(self.request)
        return (
            response if isinstance(response, Broken) else answer.of(response, self.request.method)
        )

    def given(self) -> Answer | Broken:
        try:
            return answer.of(self.host.send(self.request), self.request.method)
        except BrokenAnswerError as broken:
            return Broken(str(broken))

    def is_whole(self, result: object) -> bool:
        return isinstance(result, Answer)

    def carried(self) -> tuple[Answer | None, str]:
        """The handlers' own answer to what is left of the request, and what is left of that."""
        host = self.host
        arriving, on_the_way_in = carriage.carried_request(host.losses, self.request)
        response = self.reference.respond(arriving)
        if isinstance(response, Broken):
            return None, ""
        leaving, on_the_way_out = carriage.carried_response(host.losses, response)
        lost = [
            *(f"request: {name}" for name in on_the_way_in),
            *(f"response: {name}" for name in on_the_way_out),
        ]
        said = f"{'; '.join(lost)} ({host.source})" if lost else ""
        return answer.of(leaving, self.request.method), said
