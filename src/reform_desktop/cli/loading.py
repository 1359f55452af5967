"""Which module carries out which command. Written out, so that what freezes the program finds them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reform_desktop.cli.command import Command


def command_type(name: str) -> type[Command]:
    """Import the one command that is run: each loads what it needs and nothing more."""
    # ruff: noqa: PLC0415
    return _exchange_command(name) or _edition_command(name) or _paper_command(name) or _desk_command(name)


def _paper_command(name: str) -> type[Command] | None:
    chosen: type[Command] | None
    match name:
        case "report":
            from reform_desktop.cli.commands.report import Report

            chosen = Report
        case "import-sheet":
            from reform_desktop.cli.commands.import_sheet import ImportSheet

            chosen = ImportSheet
        case "manual":
            from reform_desktop.cli.commands.manual import Manual

            chosen = Manual
        case "emblem":
            from reform_desktop.cli.commands.emblem import Emblem

            chosen = Emblem
        case _:
            chosen = None
    return chosen


def _desk_command(name: str) -> type[Command]:
    chosen: type[Command]
    match name:
        case "new":
            from reform_desktop.cli.commands.new import New

            chosen = New
        case "dump":
            from reform_desktop.cli.commands.dump import Dump

            chosen = Dump
        case "edit":
            from reform_desktop.cli.commands.edit import Edit

            chosen = Edit
        case "attach":
            from reform_desktop.cli.commands.attach import Attach

            chosen = Attach
        case "reorganise":
            from reform_desktop.cli.commands.reorganise import Reorganise

            chosen = Reorganise
        case "check":
            from reform_desktop.cli.commands.check import Check

            chosen = Check
        case "search":
            from reform_desktop.cli.commands.search import Search

            chosen = Search
        case "status":
            from reform_desktop.cli.commands.status import Status

            chosen = Status
        case "backup":
            from reform_desktop.cli.commands.backup import Backup

            chosen = Backup
        case _:
            raise KeyError(name)
    return chosen


def _exchange_command(name: str) -> type[Command] | None:
    chosen: type[Command] | None
    match name:
        case "bundle export":
            from reform_desktop.cli.commands.bundle_export import BundleExport

            chosen = BundleExport
        case "bundle inspect":
            from reform_desktop.cli.commands.bundle_inspect import BundleInspect

            chosen = BundleInspect
        case "bundle import":
            from reform_desktop.cli.commands.bundle_import import BundleImport

            chosen = BundleImport
        case "conflicts":
            from reform_desktop.cli.commands.conflicts import Conflicts

            chosen = Conflicts
        case "resolve":
            from reform_desktop.cli.commands.resolve import Resolve

            chosen = Resolve
        case "imports":
            from reform_desktop.cli.commands.imports import Imports

            chosen = Imports
        case "undo-import":
            from reform_desktop.cli.commands.undo_import import UndoImport

            chosen = UndoImport
        case "redo-import":
            from reform_desktop.cli.commands.redo_import import RedoImport

            chosen = RedoImport
        case "keys":
            from reform_desktop.cli.commands.keys import Keys

            chosen = Keys
        case _:
            chosen = None
    return chosen


def _edition_command(name: str) -> type[Command] | None:
    chosen: type[Command] | None
    match name:
        case "freeze":
            from reform_desktop.cli.commands.freeze import Freeze

            chosen = Freeze
        case "editions":
            from reform_desktop.cli.commands.editions import Editions

            chosen = Editions
        case "differences":
            from reform_desktop.cli.commands.differences import Differences

            chosen = Differences
        case "correct":
            from reform_desktop.cli.commands.correct import Correct

            chosen = Correct
        case _:
            chosen = None
    return chosen
