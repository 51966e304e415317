"""The half that ships to the cloud: standard library only, and nothing happens at import."""
