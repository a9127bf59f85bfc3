"""The form of a harvest source: what an administrator types, and the configuration that it makes."""
