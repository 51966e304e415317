"""The manifest as an ARM template."""
