"""Settings that only Lambda has: into `targets.aws`, of all functions or of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from faasport.migrator.reader import Reader
from faasport_aws.importer import known_layers
from faasport_aws.importer.serverless.service import Service

_RETENTIONS = {
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
}  # fmt: skip
"""https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html"""


def read(service: Service, reader: Reader, names: Sequence[str] = ("",)) -> None:
    """Those of a function by its name; of the provider where the name is empty."""
    for name in names:
        last = name == names[-1]
        for key, carry in _CARRIED.items():
            if key in reader and reader.table[key] is not None:
                carry(service, name, reader.table[key], reader.where(key))
            if last:
                reader.ignore(key)


def _trait(service: Service, name: str) -> dict[str, Any]:
    return service.aws("functions", name) if name else service.aws()


def _tracing(service: Service, name: str, told: Any, where: str) -> None:
    value = told.get("lambda") if isinstance(told, Mapping) else told
    if value and str(value).lower() != "false":
        _trait(service, name)["tracing"] = True
    if isinstance(told, Mapping) and told.get("apiGateway"):
        service.left(where, "tracing of the API was left.", "Set it in targets.aws.document.", name)


def _retention(service: Service, name: str, told: Any, where: str) -> None:
    if str(told).isdigit() and int(str(told)) in _RETENTIONS:
        _trait(service, name)["log_retention_days"] = int(str(told))
    else:
        service.left(where, f"logs are not kept for {told} days.", "Set log_retention_days.", name)


def _snap_start(service: Service, name: str, told: Any, where: str) -> None:
    if told in (True, "PublishedVersions"):
        _trait(service, name)["snap_start"] = True


def _network(service: Service, name: str, told: Any, where: str) -> None:
    if not isinstance(told, Mapping):
        return
    made = service.manifest(
        {
            "SecurityGroupIds": told.get("securityGroupIds", []),
            "SubnetIds": told.get("subnetIds", []),
        },
        where,
        "the network",
        name,
    )
    if made:
        service.raw(name)["VpcConfig"] = made
        fix = "On another platform, connect it to a network of that one's."
        service.draft.say("changed", where, "the network is that of aws alone.", fix, function=name)


def _layers(service: Service, name: str, told: Any, where: str) -> None:
    every = told if isinstance(told, list) else [told]
    names = {_layer(each): known_layers.distribution(_layer(each)) for each in every}
    for found in dict.fromkeys(filter(None, names.values())):
        if found not in service.draft.requirements:
            service.draft.requirements.append(found)
        message = f"its layer is the distribution {found}, which is required instead."
        fix = f"Have {found} in requirements.txt, with a version."
        service.draft.say("changed", where, message, fix, function=name)
    listed = [each for each in every if not names[_layer(each)]]
    arns = [each for each in listed if type(each) is str and each.startswith("arn:aws")]
    if arns:
        service.raw(name)["Layers"] = arns
        message = f"{', '.join(arns)}: it is there on aws alone."
        fix = "Put what the code imports from it in requirements.txt; then leave the layer out."
        service.draft.say("changed", where, message, fix, function=name)
    for each in listed:
        if each not in arns:
            fix = "Put its packages in requirements.txt, and its modules in the project."
            service.left(where, f"the layer {_short(each)} was left.", fix, name)


def _layer(told: Any) -> str:
    return str(told.get("Fn::Sub", told) if isinstance(told, Mapping) else told)


def _storage(service: Service, name: str, told: Any, where: str) -> None:
    if str(told).isdigit():
        service.raw(name)["EphemeralStorage"] = {"Size": int(str(told))}
        message = "the size of /tmp is that on aws alone."
        service.draft.say("changed", where, message, function=name)


def _description(service: Service, name: str, told: Any, where: str) -> None:
    if name and type(told) is str:
        service.raw(name)["Description"] = told[:256]


def _key(service: Service, name: str, told: Any, where: str) -> None:
    made = service.manifest(told, where, "the key", name)
    if made:
        service.raw(name)["KmsKeyArn"] = made


def _architecture(service: Service, name: str, told: Any, where: str) -> None:
    if told not in ("arm64", "x86_64"):
        return
    if not name:
        # Not of the project: other platforms have no arm64.
        service.aws()["architecture"] = told
    elif service.aws().get("architecture", "x86_64") != told:
        fix = f'Set targets.aws.architecture = "{told}", if all can have it.'
        service.left(where, "all functions here have one architecture.", fix, name)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) < 60 else f"{text[:57]}..."


_CARRIED: dict[str, Callable[[Service, str, Any, str], None]] = {
    "tracing": _tracing,
    "logRetentionInDays": _retention,
    "snapStart": _snap_start,
    "vpc": _network,
    "layers": _layers,
    "ephemeralStorageSize": _storage,
    "description": _description,
    "kmsKeyArn": _key,
    "awsKmsKeyArn": _key,
    "architecture": _architecture,
}
