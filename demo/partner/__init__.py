"""A small partner catalogue on loopback, so that harvesting can be shown without the Internet."""
