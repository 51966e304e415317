"""Project → findings: what will not port, will not last, or will not be safe, before packaging."""
