"""The application under test: one module a theme, each handler says what it saw."""
