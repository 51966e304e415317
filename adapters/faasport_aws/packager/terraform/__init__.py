"""The manifest in Terraform's JSON, translated from the SAM template's data."""
