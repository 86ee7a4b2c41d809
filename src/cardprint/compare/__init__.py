"""The look of a finished PDF kept, and compared with the next one."""
