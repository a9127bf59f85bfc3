"""E-mails to those who may mend a harvest that goes wrong."""
