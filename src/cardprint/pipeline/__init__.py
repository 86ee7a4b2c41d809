"""Toolkits through all the stages: one, many, or a few chosen options, in worker processes."""
