"""The bundle: a zipped, signed BagIt bag that carries packs of changes and evidence between files.

Pure of SQL and of Qt: it is handed bytes to write and hands back what it read and checked.
"""
