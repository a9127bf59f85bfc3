"""The demo portal and the test services, from a bare machine: standard library only until the environments exist."""
