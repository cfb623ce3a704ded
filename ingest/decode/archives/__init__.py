"""Zips: what they hold is checked before anything in them is unpacked."""
