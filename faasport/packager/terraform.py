"""What every manifest in Terraform's language has in common."""

from __future__ import annotations

TOOL_FILES = (
    ".terraform/*",
    ".terraform.lock.hcl",
    "*.tfstate",
    "*.tfstate.*",
    "*.tfvars",
    "*.tfvars.json",
    "*.tfplan",
)
"""What Terraform and its user leave beside the manifest: https://developer.hashicorp.com/terraform/language/files"""


def literal(text: str) -> str:
    """A text as Terraform writes it where it must work nothing out.

    https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences-1
    """
    return text.replace("${", "$${").replace("%{", "%%{")


def plain(text: str) -> str:
    """What Terraform reads where a literal stands."""
    return text.replace("$${", "${").replace("%%{", "%{")
