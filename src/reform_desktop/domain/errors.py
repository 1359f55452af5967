"""Errors that a user can cause, each with a plain Japanese sentence.

Everything else that is raised is a bug and reaches the crash dialog.
"""

from __future__ import annotations


class UserError(Exception):
    """Something the user or the environment did; ``str(error)`` is the Japanese sentence shown.

    The sentence says what happened, that nothing was lost where that needs saying, and what to do next.
    """


class InputError(UserError):
    """What was typed cannot be understood or is outside a field's limits."""


class FileError(UserError):
    """A file cannot be read or written: missing, locked, read-only, disk full, not ours."""


class DamagedFileError(FileError):
    """A file's content no longer matches its hashes, or is not a database at all."""


class ReadOnlyError(UserError):
    """The store is open for reading only, so nothing can be changed."""


class NotAllowedError(UserError):
    """The field or record belongs to somebody else (推進課専用項目, 他課の取組)."""


class NotFoundError(UserError):
    """A record, plan, department or report that was named does not exist."""
