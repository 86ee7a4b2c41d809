"""What comes from outside: the shape of the YAML files, frozen and strict about names."""
