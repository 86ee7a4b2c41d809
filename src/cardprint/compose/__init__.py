"""Second stage: a toolkit in a layout becomes HTML documents, one for each sheet."""
