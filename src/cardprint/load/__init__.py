"""First stage: from files to a :class:`~cardprint.load.toolkit.Toolkit`, with a place for every node."""
