"""How code shows that it was written for Google Cloud. As of November 2026."""

from __future__ import annotations

from faasport.packager.dialect import Brought, Dialect, Write
from faasport_gcp.packager.sdk_services import SERVICES

DIALECT = Dialect(
    sdks=("google.cloud", "functions_framework", "firebase_admin", "firebase_functions"),
    # https://cloud.google.com/python/docs/reference
    clients=(
        "google.cloud.storage.Client",
        "google.cloud.bigquery.Client",
        "google.cloud.firestore.Client",
        "google.cloud.firestore.AsyncClient",
        "google.cloud.datastore.Client",
        "google.cloud.spanner.Client",
        "google.cloud.logging.Client",
        "google.cloud.pubsub_v1.PublisherClient",
        "google.cloud.pubsub_v1.SubscriberClient",
        "google.cloud.pubsub.PublisherClient",
        "google.cloud.tasks_v2.CloudTasksClient",
        "google.cloud.secretmanager.SecretManagerServiceClient",
        "google.cloud.secretmanager_v1.SecretManagerServiceClient",
        "google.cloud.aiplatform_v1.PredictionServiceClient",
    ),
    places={
        # https://cloud.google.com/run/docs/triggering/https-request
        "a host": r"(https?://)?[\w.-]+\.(run\.app|cloudfunctions\.net|googleapis\.com)([/:?].*)?",
        # https://cloud.google.com/apis/design/resource_names
        "a resource": r"projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/(topics|subscriptions|locations"
        r"|secrets|databases|queues)/\S+",
        # https://cloud.google.com/compute/docs/regions-zones
        "a region": r"(africa|asia|australia|europe|me|northamerica|southamerica|us)-(central|east"
        r"|north|northeast|south|southeast|southwest|west)\d{1,2}",
    },
    # https://cloud.google.com/docs/authentication/api-keys
    secrets={"an API key": r"\bAIza[0-9A-Za-z_-]{35}\b"},
    # https://cloud.google.com/run/docs/container-contract#env-vars
    variables=r"K_(SERVICE|REVISION|CONFIGURATION)|FUNCTION_(TARGET|SIGNATURE_TYPE)|PORT"
    r"|GOOGLE_CLOUD_PROJECT|GOOGLE_APPLICATION_CREDENTIALS|GCLOUD_PROJECT",
    # `storage.Client()` at the top level of a module fails without a project and credentials; of
    # an emulator it asks for none, and calls it no sooner than it is used.
    # https://cloud.google.com/docs/authentication/provide-credentials-adc
    # https://cloud.google.com/pubsub/docs/emulator#env
    # https://cloud.google.com/firestore/native/docs/emulator
    placeholders={
        "GOOGLE_CLOUD_PROJECT": "project",
        "STORAGE_EMULATOR_HOST": "http://localhost:1",
        "FIRESTORE_EMULATOR_HOST": "localhost:1",
        "DATASTORE_EMULATOR_HOST": "localhost:1",
        "PUBSUB_EMULATOR_HOST": "localhost:1",
    },
    # https://cloud.google.com/functions/docs/writing/specifying-dependencies-python
    brings=(Brought("functions-framework"),),
    services=SERVICES,
    # https://cloud.google.com/python/docs/reference/storage/latest/google.cloud.storage.blob.Blob
    writes={
        "upload_from_string": Write(),
        "upload_from_file": Write(),
        "upload_from_filename": Write(),
    },
    handles={
        "bucket": Write(bucket=(0, "bucket_name")),
        "get_bucket": Write(bucket=(0, "bucket_or_name")),
        "blob": Write(key=(0, "blob_name")),
    },
)
