"""How code shows that it was written for Vercel. As of November 2026."""

from __future__ import annotations

from faasport.packager.dialect import Dialect
from faasport_vercel.packager.sdk_services import SERVICES

DIALECT = Dialect(
    sdks=("vercel", "vercel_runtime"),
    # https://vercel.com/docs/vercel-blob
    places={
        "a host": r"(https?://)?[\w.-]+\.(blob\.vercel-storage\.com|vercel-queue\.com)([/:?].*)?"
    },
    # https://vercel.com/docs/vercel-blob/using-blob-sdk
    secrets={"a token of Blob's": r"\bvercel_blob_rw_[A-Za-z0-9]+_[A-Za-z0-9]{20,}\b"},
    # https://vercel.com/docs/environment-variables/system-environment-variables
    variables=r"VERCEL|VERCEL_.*|CRON_SECRET",
    services=SERVICES,
)
