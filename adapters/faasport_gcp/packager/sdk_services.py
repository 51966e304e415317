"""What code calls on Google Cloud. The kinds are those of all platforms. As of November 2026.

https://cloud.google.com/python/docs/reference
"""

from __future__ import annotations

from faasport.packager.dialect import Service


def _of(kind: str, title: str, package: str, *modules: str) -> Service:
    """The modules of a client library are below google.cloud, some with their version."""
    named = (f"google.cloud.{each}" for each in modules)
    return Service(kind, title, package, tuple(named))


_PUBSUB = ("pubsub", "pubsub_v1")

SERVICES = (
    _of("objects", "Cloud Storage", "google-cloud-storage", "storage"),
    _of("documents", "Firestore", "google-cloud-firestore", "firestore", "firestore_v1"),
    _of("documents", "Datastore", "google-cloud-datastore", "datastore"),
    _of("topic", "Pub/Sub", "google-cloud-pubsub", *_PUBSUB),
    Service("queue", "Pub/Sub", "google-cloud-pubsub"),
    Service("stream", "Pub/Sub", "google-cloud-pubsub"),
    _of("tasks", "Cloud Tasks", "google-cloud-tasks", "tasks", "tasks_v2"),
    _of("events", "Eventarc", "google-cloud-eventarc-publishing", "eventarc_publishing_v1"),
    _of("delivery", "BigQuery", "google-cloud-bigquery"),
    _of(
        "secrets",
        "Secret Manager",
        "google-cloud-secret-manager",
        "secretmanager",
        "secretmanager_v1",
    ),
    _of(
        "parameters",
        "Parameter Manager",
        "google-cloud-parametermanager",
        "parametermanager",
        "parametermanager_v1",
    ),
    _of("keys", "Cloud KMS", "google-cloud-kms", "kms", "kms_v1"),
    Service("functions", "an HTTP call with an identity token", "google-auth"),
    _of("workflow", "Workflows", "google-cloud-workflows", "workflows", "workflows_v1"),
    _of("schedules", "Cloud Scheduler", "google-cloud-scheduler", "scheduler", "scheduler_v1"),
    Service("users", "Identity Platform", "firebase-admin", ("firebase_admin.auth",)),
    Service(
        "relational",
        "Cloud SQL",
        "cloud-sql-python-connector",
        ("google.cloud.sql", "google.cloud.spanner"),
    ),
    _of("warehouse", "BigQuery", "google-cloud-bigquery", "bigquery"),
    _of("cache", "Memorystore", "redis"),
    _of("logs", "Cloud Logging", "google-cloud-logging", "logging", "logging_v2"),
    _of("metrics", "Cloud Monitoring", "google-cloud-monitoring", "monitoring_v3"),
    _of("tracing", "Cloud Trace", "google-cloud-trace", "trace_v1", "trace_v2"),
    Service(
        "models",
        "Vertex AI",
        "google-genai",
        ("google.genai", "vertexai", "google.cloud.aiplatform", "google.cloud.aiplatform_v1"),
    ),
    _of("vision", "Vision AI", "google-cloud-vision", "vision", "vision_v1"),
    _of("text-in-images", "Document AI", "google-cloud-documentai", "documentai"),
    _of("language", "Natural Language", "google-cloud-language", "language", "language_v1"),
    _of("translation", "Translation", "google-cloud-translate", "translate", "translate_v2"),
    _of("speech", "Text-to-Speech", "google-cloud-texttospeech", "texttospeech"),
    _of("transcription", "Speech-to-Text", "google-cloud-speech", "speech"),
    Service("credentials", "google-auth", "google-auth", ("google.auth", "google.oauth2")),
    Service(
        "handlers",
        "what handlers are written with",
        modules=("functions_framework", "firebase_functions"),
    ),
)
