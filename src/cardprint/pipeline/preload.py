"""What the server imports once for all the workers that it forks.

Garbage collection is off during the imports, and later skips what they made. It would take a tenth
of the time, and copy the memory that the workers share.
"""

import gc

gc.disable()

import cardprint.pipeline.task  # noqa: E402, F401

gc.freeze()
