"""Small partner catalogues on loopback, one of each kind, so that harvesting can be shown without the Internet."""
