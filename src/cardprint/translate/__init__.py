"""The files of a translation: made, renewed, and exchanged with the tools of translators."""
