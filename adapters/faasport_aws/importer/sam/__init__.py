"""SAM templates, and plain CloudFormation with functions in it."""

from faasport_aws.importer.sam.origin import Sam as Sam
