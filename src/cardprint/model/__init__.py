"""The shape of the YAML files, frozen and strict about names."""
