"""The manifest as a SAM template."""
