"""`python -m passerelle.console` is `passerelle`: how the demonstration starts its own web and worker."""

from passerelle.console.main import run

run()
