"""The commands of `logitrain`, one file per group; app/cli.py puts them together.

The floors below load slowly (numba, scipy) and `logitrain serve` must answer at once, so each command
imports what it needs when it runs. These modules do not postpone annotations: typer reads them while the
help texts, in the language of the terminal, are local names.
"""
