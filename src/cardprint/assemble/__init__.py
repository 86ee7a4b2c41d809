"""Fifth stage: the linked sheets become one PDF, with one structure tree, outline and metadata."""
