"""The words and the thinking of the trade: plain Python, no files, no clock, no network."""
