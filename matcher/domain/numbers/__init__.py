"""One normaliser for phones, line lists, interviews and typed checks: text and region in, numbers out."""
