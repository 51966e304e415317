"""An adapter for a platform that does not exist: what the suite is tried on."""
