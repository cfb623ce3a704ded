"""An answer becomes a document: JSON, CSV, HTML, terminal text; pure."""
