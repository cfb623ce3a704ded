"""JSON API and pages: the only room that speaks HTTP."""
