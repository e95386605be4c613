"""The web: a thin skin over the library."""
