"""One use case per file: joins ingest and domain."""
