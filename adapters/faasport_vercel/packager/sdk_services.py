"""What code calls on Vercel. The kinds are those of all platforms. As of November 2026.

https://vercel.com/docs/vercel-sdk-python and https://vercel.com/marketplace
"""

from __future__ import annotations

from faasport.packager.dialect import Service

SERVICES = (
    Service("objects", "Vercel Blob", "vercel", ("vercel.blob", "vercel_blob")),
    Service("queue", "Vercel Queues", "vercel-queue", ("vercel.queue", "vercel_queue")),
    Service("topic", "Vercel Queues", "vercel-queue"),
    Service("parameters", "Edge Config", "", ("vercel.edge_config",)),
    Service("secrets", "encrypted environment variables"),
    Service("cache", "Runtime Cache", "vercel", ("vercel.cache",)),
    Service("documents", "Redis by Upstash, in its marketplace", "upstash-redis"),
    Service("relational", "Postgres by Neon, in its marketplace", "psycopg"),
    Service("models", "AI Gateway", "openai"),
    Service("functions", "an HTTP call"),
    Service("credentials", "OIDC of the deployment", "vercel", ("vercel.oidc",)),
    Service("handlers", "what handlers are written with", modules=("vercel_runtime",)),
)
