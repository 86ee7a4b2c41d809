"""cardprint turns card data (YAML) into printable, interactive, accessible PDF toolkits."""

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
from cardprint.pipeline.auditing import audit
from cardprint.pipeline.editions import editions
from cardprint.pipeline.handouts import handout
from cardprint.pipeline.many import build, verify_file
from cardprint.pipeline.outcome import BuildReport, Handout
from cardprint.storage.cache import Cache, user_cache
from cardprint.storage.project import Project

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
    "audit",
    "build",
    "editions",
    "handout",
    "user_cache",
    "verify_file",
]
