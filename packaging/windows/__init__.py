"""The program for Windows, put together on Linux: the Foundation's own Python, wheels of the lock, two small launchers.

`build` is the door; `packaging/build.py windows` calls it. Nothing of Windows is needed, and nothing here runs there.
"""
