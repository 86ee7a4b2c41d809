"""Fourth stage: pypdf turns the symbolic targets of a sheet into links."""
