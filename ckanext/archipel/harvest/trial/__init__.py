"""Trials of a source: what its catalogue would bring, without anything being written."""
