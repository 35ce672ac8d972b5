"""How a demonstration goes wrong."""


class DemoFailedError(Exception):
    """A step was refused or took too long, or a run ended elsewhere; the message says which."""
