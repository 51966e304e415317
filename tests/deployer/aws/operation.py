"""One operation on a stack: its resources made, changed and deleted in order, or put back.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.deployer.aws.intrinsics import references, resolved
from tests.deployer.aws.resources import KINDS, Context, Unmade

if TYPE_CHECKING:
    from tests.deployer.aws.stack import Stack
    from tests.deployer.aws.stacks import Stacks


@dataclass(frozen=True)
class Template:
    """The text as it was given, and the document that came out of the transform."""

    text: str
    document: Mapping[str, Any]
    parameters: Mapping[str, str]

    @property
    def resources(self) -> Mapping[str, Mapping[str, Any]]:
        found: Mapping[str, Mapping[str, Any]] = self.document["Resources"]
        return found


@dataclass
class Live:
    """A resource that is there. `said` is its part of the template, `properties` what that came
    to."""

    kind: str
    id: str
    said: Mapping[str, Any]
    properties: Mapping[str, Any]

    def keeps(self, policy: str) -> bool:
        return str(self.said.get(policy, "")).startswith("Retain")


@dataclass
class Operation:
    """`keep_new`: a rollback keeps what is to be retained even if it is new."""

    stacks: Stacks
    stack: Stack
    token: str
    keep_new: bool = True
    undo: list[Callable[[], None]] = field(default_factory=list)

    def create(self, template: Template) -> None:
        before = self.stack.template
        try:
            self._bring(template)
        except Unmade:
            self._event("ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create")
            self._put_back()
            self.stack.template = before
            self._event("ROLLBACK_COMPLETE")
            return
        self._event("CREATE_COMPLETE")

    def update(self, template: Template) -> None:
        before, resources = self.stack.template, dict(self.stack.resources)
        try:
            self._bring(template)
        except Unmade:
            self._event("UPDATE_ROLLBACK_IN_PROGRESS", "The following resource(s) failed to update")
            self._put_back()
            self.stack.template, self.stack.resources = before, resources
            self._event("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
            self._event("UPDATE_ROLLBACK_COMPLETE")
            return
        self._event("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
        for key in [key for key in resources if key not in template.resources][::-1]:
            live = self.stack.resources.pop(key)
            if not live.keeps("DeletionPolicy"):
                self._delete(key, live)
        for key, old in resources.items():
            new = self.stack.resources.get(key)
            if new is not None and new.id != old.id and not new.keeps("UpdateReplacePolicy"):
                self._delete(key, old)
        self._event("UPDATE_COMPLETE")

    def take_up(self, template: Template, ids: Mapping[str, str]) -> None:
        """What is there, as the template says it is."""
        self.stack.template = template
        for key, name in ids.items():
            said = template.resources[key]
            live = Live(said["Type"], self._known(name), said, said["Properties"])
            self.stack.resources[key] = live
            self._event("IMPORT_COMPLETE", of=(key, live))
        self._event("IMPORT_COMPLETE")

    def _known(self, url: str) -> str:
        """moto tells a queue's address by the one that it is asked at."""
        name = url.rpartition("/")[2]
        return str(self.stacks.client("sqs").get_queue_url(QueueName=name)["QueueUrl"])

    def delete(self) -> None:
        try:
            for key, live in list(self.stack.resources.items())[::-1]:
                if not live.keeps("DeletionPolicy"):
                    self._delete(key, live)
                del self.stack.resources[key]
        except Unmade:
            self._event("DELETE_FAILED", f"The following resource(s) failed to delete: [{key}].")
            return
        self._event("DELETE_COMPLETE")

    def _bring(self, template: Template) -> None:
        """Everything of the template, as it says."""
        self.stack.template = template
        for key in _ordered(template.resources):
            said = template.resources[key]
            properties = self._resolved(key, said)
            live = self.stack.resources.get(key)
            if live is None:
                self._add(key, said, properties)
            elif live.properties != properties or live.said != said:
                self._change(key, live, said, properties)
        outputs = template.document.get("Outputs") or {}
        self.stack.outputs = {
            key: str(resolved(each["Value"], self._look)) for key, each in outputs.items()
        }

    def _resolved(self, key: str, said: Mapping[str, Any]) -> Any:
        try:
            return resolved(said.get("Properties", {}), self._look)
        except Exception as error:
            live = Live(said["Type"], "", said, {})
            self._event("CREATE_FAILED", f"not understood here: {error!r}", of=(key, live))
            raise Unmade(str(error)) from error

    def _add(self, key: str, said: Mapping[str, Any], properties: Mapping[str, Any]) -> None:
        live = Live(said["Type"], "", said, properties)
        kind = KINDS[said["Type"]]
        self._act("CREATE", key, live, lambda: kind.create(self._context(key), properties))
        self.stack.resources[key] = live
        self.stacks.made(live.kind, live.id)

        def take_away() -> None:
            del self.stack.resources[key]
            if not (self.keep_new and live.keeps("DeletionPolicy")):
                self._delete(key, live)

        self.undo.append(take_away)

    def _change(
        self, key: str, live: Live, said: Mapping[str, Any], properties: Mapping[str, Any]
    ) -> None:
        kind = KINDS[live.kind]
        if any(live.properties.get(each) != properties.get(each) for each in kind.fixed):
            del self.stack.resources[key]
            self.undo.append(lambda: self.stack.resources.update({key: live}))
            self._add(key, said, properties)
            return
        new = Live(live.kind, live.id, said, properties)
        context = self._context(key)
        before = live.properties
        if before != properties:
            self._act(
                "UPDATE", key, new, lambda: kind.update(context, live.id, before, properties) or ""
            )
        self.stack.resources[key] = new
        self.undo.append(lambda: kind.update(context, live.id, properties, before))

    def _act(self, verb: str, key: str, live: Live, act: Callable[[], str]) -> None:
        reason = self.stacks.fail.pop((verb, live.kind), "")

        def act_or_fail() -> str:
            if reason:
                raise Unmade(reason)
            return act()

        self._event(f"{verb}_IN_PROGRESS", of=(key, live))
        try:
            live.id = act_or_fail() or live.id
        except Exception as error:  # whatever it is, it must not look as if it went on
            self._event(f"{verb}_FAILED", str(error), of=(key, live))
            raise Unmade(str(error)) from error
        self._event(f"{verb}_COMPLETE", of=(key, live))

    def _delete(self, key: str, live: Live) -> None:
        def delete() -> str:
            KINDS[live.kind].delete(self._context(key), live.id, live.properties)
            return ""

        self._act("DELETE", key, live, delete)

    def _put_back(self) -> None:
        for undo in self.undo[::-1]:
            undo()

    def _event(self, status: str, reason: str = "", of: tuple[str, Live] | None = None) -> None:
        self.stacks.event(self.stack, status, self.token, reason=reason, of=of)

    def _context(self, key: str) -> Context:
        system = {"aws:cloudformation:stack-name": self.stack.name}
        return Context(
            client=self.stacks.client,
            region=self.stacks.region,
            account=self.stacks.account,
            name=f"{self.stack.name}-{key}-{self.stacks.number()}",
            tags={**self.stack.tags, **{k.replace("aws:", "cfn:"): v for k, v in system.items()}},
        )

    def _look(self, name: str, attribute: str) -> Any:
        template = self.stack.template
        assert template is not None
        pseudo = {
            "AWS::Region": self.stacks.region,
            "AWS::AccountId": self.stacks.account,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": self.stack.name,
            "AWS::StackId": self.stack.id,
        }
        known = {**pseudo, **template.parameters}
        if name in known:
            return known[name]
        live = self.stack.resources[name]
        if not attribute:
            return live.id
        return KINDS[live.kind].attribute(self._context(name), live.id, live.properties, attribute)


def _ordered(resources: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Each after all that it speaks of."""
    done: dict[str, None] = {}

    def visit(key: str) -> None:
        if key in done or key not in resources:
            return
        said = resources[key]
        depends = said.get("DependsOn", [])
        for each in [
            *references(said.get("Properties", {})),
            *([depends] if isinstance(depends, str) else depends),
        ]:
            if each != key:
                visit(each)
        done[key] = None

    for key in resources:
        visit(key)
    yield from done
