"""Checks a table against its schema, and tells the agent which row to correct and how."""

QUEUE = "archipel-validation"
