"""Whether the addresses of files still lead somewhere, asked politely and remembered."""
