"""`python -m kg.cli` is the command `coldwire`."""

from kg.cli import main

main()
