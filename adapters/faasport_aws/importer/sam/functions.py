"""Functions of a template, property by property.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from faasport.migrator.draft import DraftFunction
from faasport.migrator.reader import Reader
from faasport_aws.importer.intrinsics import known, referred
from faasport_aws.importer.sam import code, layers, policies, requirements
from faasport_aws.importer.sam.application import Application
from faasport_aws.importer.sam.environment import Variable
from faasport_aws.packager.limits import RUNTIMES

MEMORY = 128
TIMEOUT = 3
"""Of a function that says nothing: https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-common.html"""


@dataclass
class Reading:
    """One function in the making. `properties` are merged with what Globals say."""

    app: Application
    key: str
    properties: Reader
    function: DraftFunction
    variables: list[Variable] = field(default_factory=list)

    @property
    def table(self) -> dict[str, Any]:
        return self.function.table

    def say(self, kind: Any, key: str, message: str, fix: str = "") -> None:
        where = self.properties.where(key)
        self.app.draft.say(kind, where, message, fix, function=self.function.name)


Take = Callable[[Reading, str], None]


def read(reading: Reading) -> None:
    """Everything of a function but its events."""
    properties = reading.properties
    for key, take in PROPERTIES.items():
        if key in properties:
            take(reading, key)
    for key in sorted({*properties.keys()} & {*LEFT}):
        if properties.take(key) is not None:
            reading.say("left", key, f"{key} was left: {LEFT[key][0]}.", LEFT[key][1])
    _code(reading)


def _code(reading: Reading) -> None:
    """Handler and root, and the runtime of what is no Python."""
    properties = reading.properties
    runtime = properties.take("Runtime")
    uri = properties.take("CodeUri")
    handler = properties.take("Handler")
    if properties.take("PackageType") == "Image":
        fix = "Write `handler` by hand, with the image's CMD."
        reading.say("left", "PackageType", "its code is in an image.", fix)
        reading.function.runtime = "image"
        return
    version = code.python_of(str(runtime or ""))
    if version is None:
        reading.function.runtime = str(runtime or "unknown") if known(runtime) else "unknown"
        fix = "Keep it where it is, or rewrite it in Python."
        reading.say("left", "Runtime", f"{reading.function.runtime} is not Python.", fix)
        return
    if "InlineCode" in properties:
        _inline(reading, handler)
    else:
        _in_folder(reading, uri, handler)
    if "handler" in reading.table:
        reading.table["dialect"] = "aws"
        reading.table["python"] = version  # taken out again when all are known
        layers.use(reading.app, reading.function, properties, reading.say)


def _inline(reading: Reading, handler: Any) -> None:
    """Code in the template becomes a file."""
    text = reading.properties.take("InlineCode")
    name = str(handler or "index.handler").rpartition(".")[2]
    if not isinstance(text, str) or not name.isidentifier():
        fix = "Save it as a file, and write `handler`."
        reading.say("left", "InlineCode", "its code is known to the service alone.", fix)
        return
    file = f"{reading.function.name.replace('-', '_')}_function.py"
    reading.app.draft.files[file] = text.encode()
    reading.table["handler"] = f"{file.removesuffix('.py')}:{name}"
    message = f"its code, which stood in the template, is written to {file}."
    reading.say("changed", "InlineCode", message, "Change it there.")


def _in_folder(reading: Reading, uri: Any, handler: Any) -> None:
    if "DurableConfig" in reading.properties:
        return  # nothing here runs it, which is told with the key
    folder = code.folder_of(reading.app.folder, reading.app.file, uri)
    found = (
        folder if isinstance(folder, code.Code) else code.found(reading.app.folder, folder, handler)
    )
    if found.left:
        reading.say("left", "Handler", f"{found.left}.", found.fix)
        return
    reading.table["handler"] = found.handler
    if found.root:
        reading.table["root"] = found.root
    requirements.of_folder(reading.app, found.root)


def _memory(reading: Reading, key: str) -> None:
    told = reading.properties.take(key, int)
    if told:
        reading.table["memory"] = told


def _timeout(reading: Reading, key: str) -> None:
    told = reading.properties.take(key, int)
    if told:
        reading.table["timeout"] = told


def _environment(reading: Reading, key: str) -> None:
    variables = reading.properties.section(key).section("Variables")
    for name in variables.table:
        told = Variable(name, variables.take(name), variables.where(name), reading.function.name)
        reading.variables.append(told)


def _tags(reading: Reading, key: str) -> None:
    told = reading.properties.take(key)
    tags = told if isinstance(told, Mapping) else _listed_tags(told)
    plain = {str(name): str(value) for name, value in tags.items() if known(value) and value}
    if plain:
        reading.table["tags"] = plain
    if len(plain) < len(tags):
        names = ", ".join(str(name) for name in tags if name not in plain)
        reading.say("left", key, f"the tags {names} are known to the service alone.", "Write them.")


def _listed_tags(told: Any) -> dict[str, Any]:
    """Plain CloudFormation lists them."""
    listed = told if isinstance(told, list) else []
    return {str(each.get("Key")): each.get("Value") for each in listed if isinstance(each, Mapping)}


def _concurrency(reading: Reading, key: str) -> None:
    told = reading.properties.take(key, int)
    if told:
        _own(reading).setdefault("concurrency", {})["max"] = told
    elif told == 0:
        reading.say("left", key, "it was switched off (no instance at all).", "Leave it out.")


def _provisioned(reading: Reading, key: str) -> None:
    told = reading.properties.section(key).take("ProvisionedConcurrentExecutions", int)
    if told:
        _own(reading).setdefault("concurrency", {})["min"] = told


def _tracing(reading: Reading, key: str) -> None:
    told = reading.properties.take(key)
    mode = told.get("Mode") if isinstance(told, Mapping) else told
    if mode == "Active":
        _own(reading)["tracing"] = True


def _alias(reading: Reading, key: str) -> None:
    told = reading.properties.take(key)
    _own(reading)["live"] = True
    reading.say("changed", key, f"the alias {told} is called live here.", "Call it by that name.")


def _deployment(reading: Reading, key: str) -> None:
    told = reading.properties.section(key)
    kind = told.take("Type")
    told.ignore("Enabled")
    if kind in CANARIES:
        _own(reading)["canary"] = kind
    elif kind is not None:
        fix = "Write targets.aws.canary."
        reading.say(
            "left", key, f"the deployment {kind} was left: it is none of CodeDeploy's.", fix
        )
    for name in [*told.keys()]:
        told.ignore(name)
        fix = "Write targets.aws.canary, or targets.aws.document."
        reading.say("left", key, f"{name} of the deployment was left.", fix)


def _snap_start(reading: Reading, key: str) -> None:
    if reading.properties.section(key).take("ApplyOn") == "PublishedVersions":
        _own(reading)["snap_start"] = True


def _logging(reading: Reading, key: str) -> None:
    reading.properties.take(key)
    fix = "Write it in targets.aws.raw; each function of ours has a log group of its own."
    reading.say("left", key, "LoggingConfig was left.", fix)


def _architectures(reading: Reading, key: str) -> None:
    listed = reading.properties.each(key)
    if listed and listed[0] in {"x86_64", "arm64"}:
        reading.table["architecture"] = listed[0]  # taken out again when all are known


def _policies(reading: Reading, key: str) -> None:
    policies.inline(reading.app, reading.function, reading.properties, key)


def _role(reading: Reading, key: str) -> None:
    told = reading.properties.take(key)
    reference = referred(told)
    policies.role(
        reading.app, reading.function, reference.resource if reference else "",
        reading.properties.where(key), shown=told,
    )  # fmt: skip


def _raw(reading: Reading, key: str) -> None:
    """What the manifest for AWS says in the same words."""
    value = reading.properties.take(key)
    reading.app.raw(reading.function.name)[key] = value
    reading.app.places[reading.function.name, key] = reading.properties.where(key)


def _own(reading: Reading) -> dict[str, Any]:
    """`targets.aws.functions.<name>`."""
    table = reading.app.aws().setdefault("functions", {})
    own: dict[str, Any] = table.setdefault(reading.function.name, {})
    return own


def _nothing(reading: Reading, key: str) -> None:
    """What has no meaning of its own here."""
    reading.properties.ignore(key)


CANARIES = frozenset(
    {
        "AllAtOnce",
        *(f"Canary10Percent{minutes}Minutes" for minutes in (5, 10, 15, 30)),
        "Linear10PercentEvery1Minute",
        *(f"Linear10PercentEvery{minutes}Minutes" for minutes in (2, 3, 10)),
    }
)
PROPERTIES: Mapping[str, Take] = {
    "Description": _nothing,  # told in a comment, by `drafts`
    "FunctionName": _nothing,
    "MemorySize": _memory,
    "Timeout": _timeout,
    "Environment": _environment,
    "Tags": _tags,
    "PropagateTags": _nothing,
    "Architectures": _architectures,
    "ReservedConcurrentExecutions": _concurrency,
    "ProvisionedConcurrencyConfig": _provisioned,
    "Tracing": _tracing,
    "AutoPublishAlias": _alias,
    "AutoPublishAliasAllProperties": _nothing,
    "AutoPublishCodeSha256": _nothing,
    "VersionDescription": _nothing,
    "DeploymentPreference": _deployment,
    "SnapStart": _snap_start,
    "Policies": _policies,
    "Role": _role,
    "VpcConfig": _raw,
    "EphemeralStorage": _raw,
    "FileSystemConfigs": _raw,
    "KmsKeyArn": _raw,
    "RecursiveLoop": _raw,
    "RuntimeManagementConfig": _raw,
    "LoggingConfig": _logging,
}
"""What becomes of each property but those of the code, the events and the layers."""
_OWN_ROLE = ("our role is the function's own", "Write it in targets.aws.document for our role.")
_NO_LIKE = ("nothing here has it", "Write it in targets.aws.raw, if our manifest should.")
LEFT: Mapping[str, tuple[str, str]] = {
    "AssumeRolePolicyDocument": _OWN_ROLE,
    "RolePath": _OWN_ROLE,
    "PermissionsBoundary": _OWN_ROLE,
    "DeadLetterQueue": ("each function has a queue of its own for them", "Read that queue."),
    "EventInvokeConfig": (
        "retries and dead letters are those of docs/events.md",
        "Read them there.",
    ),
    "CodeSigningConfigArn": _NO_LIKE,
    "SourceKMSKeyArn": _NO_LIKE,
    "CapacityProviderConfig": _NO_LIKE,
    "FunctionScalingConfig": _NO_LIKE,
    "VersionDeletionPolicy": _NO_LIKE,
    "PublishToLatestPublished": _NO_LIKE,
    "TenancyConfig": _NO_LIKE,
    "DurableConfig": ("nothing here runs durable functions", "Keep this function on AWS."),
    "ImageUri": ("its code is in an image", "Write `handler` by hand."),
    "ImageConfig": ("its code is in an image", "Write `handler` by hand."),
}
"""Properties that stay behind on purpose: why, and what to do."""
ELSEWHERE = (
    "CodeUri", "Events", "FunctionUrlConfig", "Handler", "InlineCode", "Layers", "PackageType",
    "Runtime",
)  # fmt: skip
"""Those that are read by other modules."""
PYTHONS = tuple(RUNTIMES)
"""The versions that there are here."""
