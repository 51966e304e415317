"""References to a key vault that Azure has not resolved are no secrets."""

from __future__ import annotations

import os

import pytest

import faasport
from faasport.runtime import secrets
from faasport.runtime.errors import SecretError
from faasport_azure.runtime import references

UNRESOLVED = "@Microsoft.KeyVault(SecretUri=https://shop.vault.azure.net/secrets/stripe-key)"


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    """What is set and left out here is undone afterwards."""
    for name in ("STRIPE_KEY", "FAASPORT_SECRET_STRIPE_KEY"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setattr(secrets, "_fetched", {})


def test_a_reference_is_taken_for_no_secret(monkeypatch):
    monkeypatch.setenv("STRIPE_KEY", UNRESOLVED)

    references.withhold("STRIPE_KEY", "OTHER")

    assert "STRIPE_KEY" not in os.environ
    with pytest.raises(SecretError, match="Key Vault Secrets User") as failure:
        faasport.secret("STRIPE_KEY")
    assert "STRIPE_KEY" in str(failure.value)


def test_a_secret_stays_one(monkeypatch):
    monkeypatch.setenv("STRIPE_KEY", "sk-1")

    references.withhold("STRIPE_KEY")

    assert faasport.secret("STRIPE_KEY") == "sk-1"
    assert "FAASPORT_SECRET_STRIPE_KEY" not in os.environ
