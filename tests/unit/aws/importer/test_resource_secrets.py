from __future__ import annotations

import pytest

from faasport_aws.importer.resources import carried

RESOURCES = {
    "password": ("AWS::RDS::DBInstance", {"MasterUserPassword": "hunter2"}),
    "text": ("AWS::SecretsManager::Secret", {"SecretString": "hunter2"}),
    "inner": ("AWS::Cognito::UserPoolIdentityProvider", {"D": [{"client_secret": "hunter2"}]}),
    "parameter": ("AWS::SSM::Parameter", {"Name": "/shop/token", "Value": "hunter2"}),
    "key": ("AWS::X::Y", {"Url": "https://me:hunter2@example.com"}),
}
SAFE = {
    "resolved": {"MasterUserPassword": "{{resolve:secretsmanager:shop:SecretString:p}}"},
    "referred": {"MasterUserPassword": {"Ref": "AWS::NoValue"}},
    "settings": {"PasswordPolicy": {"MinimumLength": 8}, "KeyType": "HASH", "Key": "user"},
}


@pytest.mark.parametrize("name", RESOURCES)
def test_a_secret_in_plain_text_is_not_copied(name):
    kind, properties = RESOURCES[name]

    kept, (said,) = carried({"It": {"Type": kind, "Properties": properties}}, {})

    assert not kept
    assert said.kind == "left"
    assert "hunter2" not in said.message + said.fix


@pytest.mark.parametrize("name", SAFE)
def test_a_reference_to_a_secret_is_carried(name):
    kept, _ = carried({"It": {"Type": "AWS::X::Y", "Properties": SAFE[name]}}, {})

    assert kept == {"It": {"Type": "AWS::X::Y", "Properties": SAFE[name]}}
