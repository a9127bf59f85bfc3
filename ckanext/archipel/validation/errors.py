"""Why a table could not be checked at all, in words its publisher can act on."""


class ValidationError(Exception):
    """Base of these failures; the message is in French and says what to do."""


class UnreadableTableError(ValidationError):
    """The file is not a table of text."""


class UnreadableSchemaError(ValidationError):
    """The document is not a table schema."""
