"""Somebody at a screen whose actions are counted: a click, a shortcut, or one field filled in is one each.

Looking and waiting cost nothing, opening a file by a double click one. Going into a field, typing and leaving it is one
action, as is choosing from a list; in a file dialog the name and the button are two.
"""

from __future__ import annotations

from e2e.at_spi.screen import Screen
from e2e.test_two_programs import Person


class Counted(Person):
    """Counts what it does since `begin`."""

    def __init__(self, screen: Screen) -> None:
        super().__init__(screen)
        self.actions: list[str] = []

    def begin(self, *words: str) -> None:
        """Begin to count with a double click on a file."""
        self.actions = ["ファイルをダブルクリックする"]
        self.screen.start(*words)

    def press(self, role: str, name: str, **more: object) -> None:
        super().press(role, name, **more)
        self.actions.append(f"{name} を押す")

    def keys(self, combination: str) -> None:
        super().keys(combination)
        self.actions.append(combination)

    def write(self, name: str, text: str, **more: object) -> None:
        """Fill one field in and leave it."""
        field = self.find("text", name, **more)
        self.screen.do("focus", element=field)
        self.screen.do("write", element=field, text=text)
        self.screen.do("keys", combination="Tab")
        self.actions.append(f"{name} に書く")

    def choose_from_list(self, shown: str, *, entry: int) -> None:
        """Choose the entry of a list that is so many below the one shown."""
        self.screen.do("focus", element=self.find("combo box", shown))
        for _step in range(entry):
            self.screen.do("keys", combination="Down")
        self.screen.do("keys", combination="Tab")
        self.actions.append("一覧から選ぶ")

    def write_into_cell(self, cell: str, text: str) -> None:
        """Fill in one cell of a table."""
        self.screen.do("click", element=self.find("table cell", cell))
        self.screen.do("type", text=text)
        self.screen.do("keys", combination="Return")
        self.actions.append(f"{cell} に書く")

    def choose_file(self, title: str, path: str, button: str) -> None:
        """Name a file in a dialog, unless the proposed name will do (an empty ``path``), and press its button."""
        dialog = self.find("dialog", title)
        if path:
            field = self.find("text", r"(ファイル名|ディレクトリ).*", within=dialog)
            self.screen.do("write", element=field, text=path)
            self.actions.append("ファイルの名前を書く")
        self.press("push button", rf"{button}\(.\)", within=dialog)
        self.screen.do("wait_gone", role="dialog", name=title)

    def told(self, work: str) -> int:
        """Print what was done, and return how many actions it took."""
        print(f"{work}：{len(self.actions)}")
        for place, action in enumerate(self.actions, start=1):
            print(f"  {place:2} {action}")
        return len(self.actions)
