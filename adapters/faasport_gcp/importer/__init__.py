"""Functions and services of Google Cloud → ours."""

from .origin import Gcp as Gcp
