"""Bytes outside the process become domain objects and back; the only room with SQL."""
