"""The same contact, licence or frequency given to many datasets of an organization at once."""
