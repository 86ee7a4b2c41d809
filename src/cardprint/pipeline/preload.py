"""What the server that forks the workers imports, once for all of them.

Garbage is neither looked for during the imports nor, later, among what they made: that takes a
tenth of the time, and would copy the memory that the workers share.
"""

import gc

gc.disable()

import cardprint.pipeline.task  # noqa: E402, F401

gc.freeze()
