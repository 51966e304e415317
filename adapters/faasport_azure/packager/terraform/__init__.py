"""The manifest in Terraform's JSON, translated from the ARM template's data."""
