variable "region" {
  default = "europe-west1"
}

resource "google_storage_bucket" "uploads" {
  name     = "uploads-of-audit"
  location = var.region
}

resource "google_pubsub_topic" "orders" {
  name = "orders"
}

resource "google_cloudfunctions2_function" "ingest" {
  name     = "ingest"
  location = var.region
  build_config {
    runtime     = "python311"
    entry_point = "ingest"
  }
  service_config {
    available_memory   = "512M"
    timeout_seconds    = 90
    max_instance_count = 3
    environment_variables = {
      KIND = "csv"
    }
  }
  event_trigger {
    event_type = "google.cloud.storage.object.v1.finalized"
    event_filters {
      attribute = "bucket"
      value     = google_storage_bucket.uploads.name
    }
  }
}

# First generation, still.
resource "google_cloudfunctions_function" "order" {
  name                = "order"
  runtime             = "python39"
  entry_point         = "on_order"
  available_memory_mb = 256
  event_trigger {
    event_type = "google.pubsub.topic.publish"
    resource   = google_pubsub_topic.orders.name
  }
}
