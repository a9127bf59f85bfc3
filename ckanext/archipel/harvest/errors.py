"""Why a page of a catalogue cannot be read."""


class PageError(Exception):
    """A page cannot be had or read; the message, in French, says which, why, and what to do."""
