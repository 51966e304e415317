"""faasport on Google Cloud Functions."""
