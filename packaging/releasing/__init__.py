"""What is handed out: facts of the release, what goes in, how it is packed, listed and signed.

`packaging/build.py` is the command; each module here makes one thing and knows no other's output.
"""
