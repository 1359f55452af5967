"""用語の説明: terms of the outline explained where they stand, by pointer and by keyboard."""
