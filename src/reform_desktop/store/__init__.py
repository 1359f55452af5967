"""One SQLite file that holds a reform plan: its log of changes, evidence and derived tables.

SQLAlchemy lives in this package and nowhere else. `Store` is the one door.
"""
