"""cardprint turns card data (YAML) into printable, interactive, accessible PDF toolkits."""

from cardprint.cache import Cache, user_cache
from cardprint.errors import (
    CardprintError,
    CompareError,
    ExitCode,
    InputError,
    OutputError,
    Place,
    Problem,
    WriteError,
)
from cardprint.handout import handout
from cardprint.pipeline import build, verify_file
from cardprint.project import Project
from cardprint.report import BuildReport, Handout

__all__ = [
    "BuildReport",
    "Cache",
    "CardprintError",
    "CompareError",
    "ExitCode",
    "Handout",
    "InputError",
    "OutputError",
    "Place",
    "Problem",
    "Project",
    "WriteError",
    "build",
    "handout",
    "user_cache",
    "verify_file",
]
