from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from claimtrack.demo import ARTICLE_ID, create, recorded_port
from claimtrack.demo.project import MARKER
from claimtrack.errors import UsageError

BASE = "http://127.0.0.1:4501"
OTHER = "http://127.0.0.1:45017"


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_makes_a_project(tmp_path: Path) -> None:
    folder = create(tmp_path / "new" / "demo", BASE)
    assert folder == tmp_path / "new" / "demo"
    made = everything(folder)
    assert {"README.md", "claims.toml", f"claims/{ARTICLE_ID}.toml", "pages/article.html", MARKER} <= set(
        made
    )
    assert not [name for name, content in made.items() if b"{base_url}" in content or b"{host}" in content]
    settings = tomllib.loads(made["claims.toml"].decode())
    assert settings["allow_hosts"] == ["127.0.0.1:4501"]
    assert BASE in made["README.md"].decode()


def test_every_url_of_the_claims_is_on_the_server(tmp_path: Path) -> None:
    folder = create(tmp_path, BASE)
    article = tomllib.loads((folder / "claims" / f"{ARTICLE_ID}.toml").read_text())
    sources = [claim["source"] for claim in article["claim"] if "source" in claim]
    urls = [one["url"] for source in sources for one in (source if isinstance(source, list) else [source])]
    assert len(article["claim"]) >= 14
    assert all(url.startswith(f"{BASE}/") for url in [*urls, article["article"]["url"]])


def test_the_article_makes_every_claim_where_its_source_is_linked(tmp_path: Path) -> None:
    folder = create(tmp_path, BASE)
    text = (folder / "pages" / "article.html").read_text()
    article = tomllib.loads((folder / "claims" / f"{ARTICLE_ID}.toml").read_text())
    for claim in article["claim"]:
        source = claim.get("source", [])
        for one in source if isinstance(source, list) else [source]:
            assert one["url"].removeprefix(f"{BASE}/pages/").removeprefix(BASE) in text, claim["id"]


def test_making_it_again_keeps_edits_and_brings_back_what_was_deleted(tmp_path: Path) -> None:
    folder = create(tmp_path, BASE)
    fresh = everything(folder)
    page = folder / "pages" / "marlowe-poll.html"
    page.write_bytes(b"<p>\r\nEdited.</p>\r\n")
    (folder / "claims" / "mine.toml").write_text("[article]\ntitle = 'Mine'\n")
    (folder / "README.md").unlink()
    create(folder, BASE)
    expected = fresh | {
        "pages/marlowe-poll.html": b"<p>\r\nEdited.</p>\r\n",
        "claims/mine.toml": b"[article]\ntitle = 'Mine'\n",
    }
    assert everything(folder) == expected


def test_the_address_follows_the_server_and_nothing_else_changes(tmp_path: Path) -> None:
    folder = create(tmp_path / "moved", BASE)
    claims = folder / "claims" / f"{ARTICLE_ID}.toml"
    note = "# seen at http://127.0.0.1:45019 too\r\n"
    claims.write_bytes(claims.read_bytes() + note.encode())
    create(folder, OTHER)
    fresh = everything(create(tmp_path / "fresh", OTHER))
    fresh[f"claims/{ARTICLE_ID}.toml"] += note.encode()
    assert everything(folder) == fresh


def test_the_port_is_remembered(tmp_path: Path) -> None:
    assert recorded_port(tmp_path) == 0
    create(tmp_path, BASE)
    assert recorded_port(tmp_path) == 4501
    create(tmp_path, OTHER)
    assert recorded_port(tmp_path) == 45017


@pytest.mark.parametrize("marker", ["", "nonsense", "http://[", "http://127.0.0.1:port"])
def test_a_damaged_marker_remembers_no_port(tmp_path: Path, marker: str) -> None:
    (tmp_path / MARKER).write_text(marker)
    assert recorded_port(tmp_path) == 0


def test_other_peoples_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("four years of work")
    with pytest.raises(UsageError, match="is not empty") as caught:
        create(tmp_path, BASE)
    assert "nothing is overwritten" in caught.value.hint
    assert everything(tmp_path) == {"thesis.txt": b"four years of work"}


def test_a_folder_with_a_damaged_marker_is_left_alone(tmp_path: Path) -> None:
    for marker in ("", "http://["):
        (tmp_path / MARKER).write_text(marker)
        with pytest.raises(UsageError):
            create(tmp_path, BASE)
        assert everything(tmp_path) == {MARKER: marker.encode()}


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")
    with pytest.raises(UsageError, match="demo is not a folder"):
        create(tmp_path / "demo", BASE)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UsageError, match=r"cannot make the sample project in .*demo"):
        create(tmp_path / "file" / "demo", BASE)


def test_a_half_made_project_can_be_completed(tmp_path: Path) -> None:
    folder = create(tmp_path / "demo", BASE)
    whole = everything(folder)
    for path in [*(folder / "pages").iterdir(), folder / "claims" / f"{ARTICLE_ID}.toml"]:
        path.unlink()
    assert everything(create(folder, BASE)) == whole
