"""The half that ships."""
