"""Records go in, an explained answer comes out."""

__version__ = "0.1.0"
