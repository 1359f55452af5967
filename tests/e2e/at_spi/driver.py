"""Drives a program through the accessibility tree, as a screen reader would, for a test on the other end of a pipe.

Runs under Debian's own Python, which has ``gi``, in the D-Bus session that the program shares. Reads one JSON object
a line (``{"do": name, ...}``) from stdin, and answers with one a line: ``{"ok": result}`` or ``{"error": text}``.
Elements are named by numbers that stay valid while the program runs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import warnings
from typing import TYPE_CHECKING, Any

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 -- after its version was chosen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

warnings.simplefilter("ignore", DeprecationWarning)  # Debian's Atspi calls its own interfaces deprecated

PATIENCE = 20.0
Element = Any


class Missing(Exception):  # noqa: N818 -- what a person would say
    """Nothing of that name came up in time."""


class Driver:
    """One program, its elements by number."""

    def __init__(self) -> None:
        self._program: subprocess.Popen[bytes] | None = None
        self._elements: list[Element] = []
        self._heard: list[list[str]] = []
        self._listener: Element = None

    # Commands

    def start(self, words: list[str]) -> int:
        """Start the program and wait until it shows a window."""
        self._program = subprocess.Popen(words, stdout=sys.stderr, stderr=sys.stderr)
        self._await(lambda: next(self._windows(), None), "no window", 3 * PATIENCE)
        return self._program.pid

    def wait_for_end(self, seconds: float = PATIENCE) -> int:
        """Wait until the program has ended, and return its status."""
        if self._program is None:
            raise Missing("nothing was started")
        return self._program.wait(timeout=seconds)

    def kill(self) -> None:
        """End the program that was started here."""
        if self._program is not None and self._program.poll() is None:
            self._program.kill()
            self._program.wait()

    def find(
        self, role: str = "", name: str = "", within: int | None = None, place: int = 0, seconds: float = PATIENCE
    ) -> int:
        """Wait for the visible element whose name matches a regular expression wholly, and return its number.

        ``place`` counts when several match: 0 is the first, -1 the last.
        """
        def look() -> Element | None:
            found = list(self._matching(role, name, within))
            return found[place] if len(found) > (place if place >= 0 else -place - 1) else None

        found = self._await(look, f"no {role or 'element'} named {name!r}", seconds)
        self._elements.append(found)
        return len(self._elements) - 1

    def count(self, role: str = "", name: str = "", within: int | None = None) -> int:
        """Return how many visible elements match now."""
        return sum(1 for _one in self._matching(role, name, within))

    def wait_gone(self, role: str = "", name: str = "", seconds: float = PATIENCE) -> None:
        """Wait until no visible element matches."""
        self._await(lambda: not self.count(role, name) or None, f"{role} {name!r} is still there", seconds)

    def press(self, element: int, action: str = "") -> None:
        """Do an element's first action, or the one of that name."""
        face = self._elements[element].get_action_iface()
        names = [face.get_action_name(place) for place in range(face.get_n_actions())]
        place = names.index(action) if action else 0
        if not face.do_action(place):
            raise Missing(f"action {names} refused")

    def select(self, element: int) -> None:
        """Select a row or an entry in its parent."""
        one = self._elements[element]
        one.get_parent().get_selection_iface().select_child(one.get_index_in_parent())

    def click(self, element: int) -> None:
        """Click into the middle of an element with the mouse."""
        self._take_keyboard()
        box = self._elements[element].get_component_iface().get_extents(Atspi.CoordType.SCREEN)
        place = (str(box.x + box.width // 2), str(box.y + box.height // 2))
        subprocess.run(["xdotool", "mousemove", "--sync", *place, "click", "1"], check=True)

    def focus(self, element: int) -> None:
        """Give an element the keyboard."""
        self._take_keyboard()
        one = self._elements[element]
        one.get_component_iface().grab_focus()
        self._await(lambda: self._has(one, Atspi.StateType.FOCUSED) or None, "no focus", 5)

    def write(self, element: int, text: str) -> None:
        """Replace the text of a field, as a screen reader's dictation does."""
        one = self._elements[element]
        if not one.get_editable_text_iface().set_text_contents(text):
            raise Missing("text refused")

    def read(self, element: int) -> str:
        """Return the text of a field, or the name of anything else."""
        one = self._elements[element]
        face = one.get_text_iface()
        return str(Atspi.Text.get_text(face, 0, -1)) if face else str(one.get_name())

    def name(self, element: int) -> str:
        """Return an element's name now."""
        return str(self._elements[element].get_name())

    def describe(self, element: int) -> str:
        """Return an element's description."""
        return str(self._elements[element].get_description())

    def keys(self, combination: str) -> None:
        """Press a key combination: ``ctrl+z``, ``Return``, ``alt+f``."""
        self._take_keyboard()
        subprocess.run(["xdotool", "key", "--clearmodifiers", combination], check=True)

    def type(self, text: str) -> None:
        """Type latin text key by key."""
        self._take_keyboard()
        subprocess.run(["xdotool", "type", "--delay", "5", text], check=True)

    def unnamed(self) -> list[str]:
        """Return the visible controls without a name."""
        return [
            f"{self._path(one)}"
            for one in self._visible()
            if one.get_role_name() in _CONTROLS and not one.get_name().strip()
        ]

    def unheard(self) -> list[str]:
        """Return what a screen reader could not say of the visible controls: name, role, text, tick, or heading."""
        seen = self._visible(most=_MANY)
        return [f"{self._path(one)} {one.get_name()!r}: {what}" for one in seen for what in _silent(one)]

    def focused(self) -> list[str]:
        """Return role, name and text of what has the keyboard, or nothing."""
        found = [one for one in self._visible(most=_MANY) if self._has(one, Atspi.StateType.FOCUSED)]
        if not found:
            return []
        one = max(found, key=lambda each: (bool(each.get_name()), each.get_role_name() not in _CHOSEN))
        face = one.get_text_iface()
        return [one.get_role_name(), one.get_name() or "", str(Atspi.Text.get_text(face, 0, -1)) if face else ""]

    def listen(self) -> None:
        """From now on gather what a screen reader is told by itself: where the keyboard went, and what is announced."""
        self._listener = Atspi.EventListener.new(self._hear)
        for kind in ("object:state-changed:focused", "object:announcement"):
            self._listener.register(kind)

    def heard(self, kind: str, name: str, seconds: float = 5.0) -> list[str]:
        """Wait until something of that kind (``focused``, ``announcement``) was heard whose words match, and return it.

        A focus is heard as role and name. What was heard before is forgotten then.
        """
        wanted = re.compile(name, re.DOTALL)

        def look() -> list[str] | None:
            while GLib.MainContext.default().iteration(False):
                pass
            return next((one for one in self._heard if one[0] == kind and wanted.fullmatch(one[-1])), None)

        try:
            found: list[str] = self._await(look, "", seconds)
        except Missing:
            raise Missing(f"no {kind} {name!r} among {self._heard[-8:]}") from None
        finally:
            self._heard.clear()
        return found

    def _hear(self, event: Element) -> None:
        if event.type.startswith("object:announcement"):
            self._heard.append(["announcement", str(event.any_data)])
        elif event.detail1:
            source = event.source
            face = source.get_text_iface()
            text = str(Atspi.Text.get_text(face, 0, -1)) if face else ""
            self._heard.append(["focused", source.get_role_name(), text, source.get_name() or ""])

    def tree(self, within: int | None = None) -> list[str]:
        """Return the visible tree for a person to read when a test fails."""
        return [f"{self._path(one)} {one.get_name()!r}" for one in self._visible(within)]

    # Inner parts

    def _take_keyboard(self) -> None:
        """Give the program the keyboard when nothing has it: there is no window manager to do so."""
        if self._program is None:
            return
        windows = _xdotool("search", "--onlyvisible", "--pid", str(self._program.pid)).split()
        if windows and _xdotool("getwindowfocus").strip() not in windows:
            _xdotool("windowfocus", "--sync", windows[-1])
            time.sleep(0.2)

    def _windows(self) -> Iterator[Element]:
        desktop = Atspi.get_desktop(0)
        desktop.set_cache_mask(Atspi.Cache.NONE)
        for place in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(place)
            if application is None or self._program is None or application.get_process_id() != self._program.pid:
                continue
            application.set_cache_mask(Atspi.Cache.NONE)
            for number in range(application.get_child_count()):
                window = application.get_child_at_index(number)
                if window is not None:
                    yield window

    def _visible(self, within: int | None = None, most: int = 400) -> Iterator[Element]:
        waiting = [self._elements[within]] if within is not None else list(self._windows())
        while waiting:
            one = waiting.pop(0)
            try:
                if not self._has(one, Atspi.StateType.SHOWING) and one.get_role_name() != "application":
                    continue
                yield one
                children = [one.get_child_at_index(place) for place in range(min(one.get_child_count(), most))]
            except GLib.Error:
                continue  # it went away while we looked
            waiting = [child for child in children if child is not None] + waiting

    def _matching(self, role: str, name: str, within: int | None) -> Iterator[Element]:
        wanted = re.compile(name, re.DOTALL) if name else None
        for one in self._visible(within):
            if role and one.get_role_name() != role:
                continue
            if wanted is None or wanted.fullmatch(one.get_name() or ""):
                yield one

    def _await(self, look: Callable[[], Element | None], what: str, seconds: float = PATIENCE) -> Element:
        deadline = time.monotonic() + seconds
        while True:
            try:
                found = look()
            except GLib.Error:
                found = None
            if found is not None:
                return found
            if time.monotonic() > deadline:
                raise Missing(what)
            time.sleep(0.1)

    def _has(self, one: Element, state: Element) -> bool:
        return bool(one.get_state_set().contains(state))

    def _path(self, one: Element) -> str:
        steps = []
        while one is not None and one.get_role_name() != "application":
            steps.append(one.get_role_name())
            one = one.get_parent()
        return " > ".join(reversed(steps))


def _xdotool(*words: str) -> str:
    return subprocess.run(["xdotool", *words], capture_output=True, text=True, check=False).stdout


def _silent(one: Element) -> Iterator[str]:
    """Hold one element against what its role promises."""
    role, states = one.get_role_name(), one.get_state_set()
    focusable = states.contains(Atspi.StateType.FOCUSABLE)
    if role in _CONTROLS and not (one.get_name() or "").strip():
        yield "has no name"
    if focusable and role in ("unknown", "invalid", "redundant object"):
        yield "has no role"
    if role in ("text", "entry", "spin button") and one.get_text_iface() is None:
        yield "has no text to be read"
    if role == "check box" and not states.contains(Atspi.StateType.CHECKABLE):
        yield "does not say that it can be ticked"
    if role in ("table", "tree table") and one.get_table_iface() is None:
        yield "has no cells to walk through"
    if role in ("column header", "table column header") and not (one.get_name() or "").strip():
        yield "heads a column without words"


_MANY = 40
"""Rows and cells of one view that are looked into: those after them are made in the same way."""

_CHOSEN = {"page tab", "table cell", "list item", "tree item"}
"""Roles that Qt calls focused as long as they are the current one of their view, wherever the keyboard is."""

_CONTROLS = {
    "push button", "button", "toggle button", "check box", "radio button", "combo box", "text", "entry", "spin button",
    "tree", "table", "list", "menu item", "check menu item",
}


def main() -> None:
    """Answer commands until stdin ends."""
    driver = Driver()
    try:
        for line in sys.stdin:
            command = json.loads(line)
            try:
                answer = {"ok": getattr(driver, command.pop("do"))(**command)}
            except (Missing, GLib.Error, subprocess.SubprocessError, ValueError, AttributeError) as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        driver.kill()


if __name__ == "__main__":
    main()
