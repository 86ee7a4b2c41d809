"""Fourth stage: pypdf makes the symbolic targets of a sheet real links, and the margins artifacts."""
