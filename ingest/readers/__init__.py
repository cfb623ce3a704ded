"""One file per format; everything odd about a format stays in its file."""
