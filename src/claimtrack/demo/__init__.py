"""The sample project: an article of our own, the pages it cites, and a server on loopback that plays the publishers.

`claims demo` is three calls: start a `DemoServer` on a folder, `create` the project in it, run `verify` as on any other
project. Nothing here is known to the rest of the package: the pages come over HTTP like everybody else's.
"""

from claimtrack.demo.project import ARTICLE_ID, create, recorded_port
from claimtrack.demo.server import DemoServer

__all__ = ["ARTICLE_ID", "DemoServer", "create", "recorded_port"]
