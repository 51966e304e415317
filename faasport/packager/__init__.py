"""Project in, artifacts and manifests out. Everything is planned as data; one module writes."""
