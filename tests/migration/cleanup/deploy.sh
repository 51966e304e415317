#!/bin/sh
set -e
REGION=europe-west1

# Every night, by way of a topic.
gcloud functions deploy nightly-cleanup \
    --gen2 --runtime=python312 --region="$REGION" \
    --source=. --entry-point=cleanup \
    --trigger-topic=cleanup \
    --memory=256Mi --timeout=120s \
    --set-env-vars=KEEP_DAYS=30

gcloud scheduler jobs create pubsub cleanup-nightly \
    --schedule="30 2 * * *" --time-zone="Etc/UTC" \
    --topic=cleanup --message-body='{"dry": false}'

gcloud functions deploy status --gen2 --runtime=python312 --region="$REGION" \
    --trigger-http --allow-unauthenticated --entry-point=status \
    --set-env-vars=KEEP_DAYS=30
