"""The wire protocol, sans-IO: bytes in, typed chat events out."""
