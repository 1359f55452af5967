"""行革デスク: a department keeps its own reform plan."""

__version__ = "0.1.0"
