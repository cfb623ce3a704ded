"""What several formats share: text encodings, archives, XML, tables, times."""
