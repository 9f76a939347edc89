"""Claim files: the TOML in which the claims of an article are kept. `docs/claim-files.md` describes the format.

`load` reads all files of a project and reports everything wrong in all of them at once. `add` appends claims and
`patch` changes one; both leave everything else in a file as it is, and the file whole whatever happens.
"""

from claimtrack.records.adding import NewArticle, NewClaim, add
from claimtrack.records.parsing import MAX_FILE_BYTES, parse
from claimtrack.records.patching import Changes, patch
from claimtrack.records.reading import load
from claimtrack.records.slugs import is_slug, slugify

__all__ = [
    "MAX_FILE_BYTES",
    "Changes",
    "NewArticle",
    "NewClaim",
    "add",
    "is_slug",
    "load",
    "parse",
    "patch",
    "slugify",
]
