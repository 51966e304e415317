"""Applications of AWS Chalice."""

from faasport_aws.importer.chalice.origin import Chalice as Chalice
