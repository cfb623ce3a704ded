"""The list as the unit keeps it: what is looked up in it, proposed, taken in, handed out, published, and what a change reaches back to."""
