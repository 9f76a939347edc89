"""A web server that misbehaves on purpose: one path per attack, on loopback, within bounds.

Run it by itself with `python -m server` in this folder's parent; `--list` names every attack. Read `wire` first (what an attack
has in its hands), then `catalogue` (how attacks are named), then any module of attacks. It imports nothing of claimtrack.
"""
