"""`python -m facilitator`."""

from facilitator.cli import run

run()
