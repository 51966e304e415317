"""Projects of the Serverless Framework."""

from .origin import Serverless as Serverless
