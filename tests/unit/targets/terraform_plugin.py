"""A Terraform provider that knows schemas and nothing else: `schema.json` beside it, told to the
real `terraform` by its plug-in protocol. It runs in an environment of its own, with `tf` in it.

https://github.com/hashicorp/terraform/blob/main/docs/plugin-protocol/tfplugin6.proto
"""

import json
import sys
from pathlib import Path

import tf.provider
import tf.runner
from tf.gen import tfplugin_pb2 as messages, tfplugin_pb2_grpc as service

NESTING = {"single": 1, "list": 2}


def block_of(block):
    return messages.Schema.Block(
        attributes=[attribute_of(*each) for each in sorted(block["attributes"].items())],
        block_types=[nested_of(*each) for each in sorted(block["block_types"].items())],
    )


def attribute_of(name, attribute):
    flags = {key: attribute.get(key, False) for key in ("required", "optional", "computed")}
    return messages.Schema.Attribute(
        name=name, type=json.dumps(attribute["type"]).encode(), **flags
    )


def nested_of(name, nested):
    return messages.Schema.NestedBlock(
        type_name=name,
        block=block_of(nested["block"]),
        nesting=NESTING[nested["nesting_mode"]],
        min_items=nested["min_items"],
        max_items=nested["max_items"],
    )


def schemas_of(found):
    return {kind: schema_of(each) for kind, each in found.items()}


def schema_of(found):
    return messages.Schema(version=found["version"], block=block_of(found["block"]))


def serving(found):
    class Servicer(service.ProviderServicer):
        def __init__(self, provider=None):
            pass

        def GetMetadata(self, request, context):  # noqa: N802
            answer = messages.GetMetadata.Response
            return answer(
                resources=[
                    messages.GetMetadata.ResourceMetadata(type_name=kind)
                    for kind in found["resource_schemas"]
                ],
                data_sources=[
                    messages.GetMetadata.DataSourceMetadata(type_name=kind)
                    for kind in found["data_source_schemas"]
                ],
            )

        def GetProviderSchema(self, request, context):  # noqa: N802
            return messages.GetProviderSchema.Response(
                provider=schema_of(found["provider"]),
                resource_schemas=schemas_of(found["resource_schemas"]),
                data_source_schemas=schemas_of(found["data_source_schemas"]),
            )

        def GetFunctions(self, request, context):  # noqa: N802
            return messages.GetFunctions.Response()

        def ValidateProviderConfig(self, request, context):  # noqa: N802
            return messages.ValidateProviderConfig.Response()

        def ValidateResourceConfig(self, request, context):  # noqa: N802
            return messages.ValidateResourceConfig.Response()

        def ValidateDataResourceConfig(self, request, context):  # noqa: N802
            return messages.ValidateDataResourceConfig.Response()

        def StopProvider(self, request, context):  # noqa: N802
            return messages.StopProvider.Response()

    return Servicer


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[0]).resolve().with_name("schema.json").read_text("utf-8"))
    tf.provider.ProviderServicer = serving(told)
    tf.runner.run_provider(None, [sys.argv[0]])
