"""What keeps a file safe while nobody thinks of it: a backup a day, and a check by the hashes once a week."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from reform_desktop.services import program_log
from reform_desktop.services.desk import Desk
from reform_desktop.services.program_log import Event
from reform_desktop.store import backup, settings
from reform_desktop.store.backup import Backup
from reform_desktop.store.integrity import IntegrityReport

WEEK: Final = timedelta(days=7)


def daily_backup(desk: Desk, now: datetime | None = None) -> Backup | None:
    """Make the day's backup when there is none yet; run it in a worker, before or while people type.

    Returns `None` when there was nothing to do, and in a window that only reads.
    """
    today = (now or datetime.now()).date()
    newest = next(iter(backup.list_backups(desk.path)), None)
    if desk.read_only or (newest is not None and newest.at.date() >= today):
        return None
    made = desk.store.back_up("daily")
    program_log.note(Event.BACKED_UP, file=program_log.file_number(desk.store.id))
    return made


def verification_due(desk: Desk, now: datetime | None = None) -> bool:
    """Whether the file was not checked by its hashes for a week."""
    if desk.read_only:
        return False
    with desk.store.reading() as connection:
        last = settings.read_setting(connection, settings.VERIFIED_AT)
    if not last:
        return True
    moment = now or datetime.now()
    return not timedelta() <= moment - datetime.fromisoformat(last) < WEEK


def verify_and_note(desk: Desk, progress: Callable[[int, int], None] | None = None) -> IntegrityReport:
    """Check the file by its hashes, and remember when it was found sound; run it in a worker.

    Whoever types meanwhile can save: the check reads in short steps. ``progress`` may raise to stop it.
    """
    report = desk.store.verify_in_steps(progress)
    program_log.note(Event.VERIFIED, file=program_log.file_number(desk.store.id), sound=report.is_sound)
    if report.is_sound and not desk.read_only:
        with desk.store.writing() as connection:
            settings.write_setting(connection, settings.VERIFIED_AT, datetime.now().isoformat(timespec="seconds"))
    return report
