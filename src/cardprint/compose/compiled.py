"""Templates are compiled once in a process, however many toolkits and layouts have them."""

from types import CodeType

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """What templates were compiled to: the next toolkit or layout of a build has the same ones.

    It stays in this process: code that is kept in a file could be changed there.
    """

    def __init__(self) -> None:
        self.codes: dict[tuple[str, str], CodeType] = {}
        """By the name with the file, and by what stands in it."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a template that was compiled before."""
        bucket.code = self.codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            self.codes[bucket.key, bucket.checksum] = bucket.code


COMPILED = Compiled()
