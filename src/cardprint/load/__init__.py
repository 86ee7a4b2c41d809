"""First stage: from files to a ``Toolkit``, with a place for every node."""
