"""First stage: files become a ``Toolkit``, with a place for every node."""
