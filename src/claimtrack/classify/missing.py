"""Rules `soft-404` and `parked`: a page with the status of success that says there is none, or that nobody is at home."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from claimtrack.classify.findings import quoted, replaced
from claimtrack.classify.moves import has_moved
from claimtrack.classify.page import Page
from claimtrack.classify.places import is_home, path_words
from claimtrack.models import Finding, ProblemSlug

_THING = (
    r"(?:(?:the|this|that|your|requested|web|news) )*"
    r"(?:web ?page|page|article|file|document|content|url|resource|story|post|item|entry|link|site|address)"
    r"(?: (?:that )?(?:you(?:'re| are| were|'ve| have)? (?:requested|looking for|trying to (?:reach|access|view|find)|tried to \w+"
    r"|wanted|followed)|requested|at this address))?"
)
_SEITE = (
    r"(?:(?:die|diese|der|dieser|das|dieses|von ihnen|gesuchte|angeforderte|gewünschte|aufgerufene)r? )*"
    r"(?:seite|webseite|artikel|dokument|inhalt|datei|beitrag)"
)
_PAGE_FR = (
    r"(?:(?:la|le|cette|cet|ce|votre) |l')?(?:page|article|document|contenu|fichier)"
    r"(?: (?:demandée?|recherchée?|que vous (?:cherchez|recherchez|demandez|avez demandée?)))?"
)
_PAGINA = (
    r"(?:(?:la|el|esta|este) )?(?:página|pagina|artículo|contenido|documento|archivo)"
    r"(?: (?:solicitad[ao]|buscad[ao]|que (?:busca|buscas|está buscando|estás buscando|buscaba)))?"
)
_MISSING = re.compile(
    rf"(?:{_THING} )?(?:(?:was|is|could|has)(?:n't| not)|can't|cannot|can not|not) (?:be |been )?found(?: (?:on|at) (?:this|the|our) \w+)?"
    rf"|{_THING} (?:(?:does|did)(?:n't| not) exist|no longer exists?)(?: any ?more| here)?"
    rf"|{_THING} (?:(?:is|was|are)(?:n't| not| no longer)|not|no longer) available(?: any ?more)?"
    rf"|{_THING} (?:is |was )?(?:currently |temporarily )?unavailable"
    rf"|{_THING} (?:has|have|was|may have|might have|has either) ?(?:been )?(?:moved|removed|deleted|renamed|taken down)"
    r"(?:,? (?:or|and) (?:re)?(?:moved|removed|deleted|renamed|no longer exists|is no longer available))*"
    rf"|we (?:can't|cannot|can not|could not|couldn't|were unable to|are unable to) (?:seem to )?find "
    rf"(?:{_THING}|what you(?:'re| are| were) looking for|it)"
    r"|nothing (?:was )?found(?: (?:here|at this location))?|(?:missing|lost) page|page missing|broken link|dead link"
    rf"|{_SEITE} (?:wurde |konnte |ist |war )?(?:leider )?nicht (?:mehr )?(?:gefunden(?: werden)?|verfügbar|vorhanden|auffindbar)"
    rf"|{_SEITE} (?:existiert|gibt es) (?:leider )?(?:nicht|nicht mehr)|nicht gefunden|(?:seite|inhalt) nicht verfügbar"
    rf"|{_PAGE_FR} (?:est |reste |semble )?(?:introuvable|inexistante?|non trouvée?|indisponible)"
    rf"|{_PAGE_FR} (?:n'existe (?:pas|plus)|n'a pas (?:été|pu être) trouvée?|n'est (?:pas|plus) disponible)"
    rf"|{_PAGINA} (?:no (?:se )?(?:ha sido |ha |pudo ser |pudo )?(?:encontrad[ao]|encuentra|encontró|existe|está disponible|disponible)"
    r"|ya no existe)|no (?:se (?:ha )?(?:encontró|encontrado|pudo encontrar)|encontramos|hemos encontrado) (?:la|esta) página"
)
_CODE = (
    r"(?:(?:http|error|fehler|erreur|status|código|code|statuscode)[\s:]{0,3}){0,4}"
    r"(?:404|410)(?:[\s:-]{0,3}(?:error|fehler|erreur))?"
)
"""Bounded, for the time that a headline of nothing but such words would take."""
_BEFORE = re.compile(rf"{_CODE}(?:[\s:.,!|–—-]+|$)")
_AFTER = re.compile(rf"(?<![\s(:.,!–—-])[\s(:.,!–—-]+{_CODE}\)?$")
_SIGH = re.compile(
    r"(?:oops|whoops|ooops|ups|oh no|uh[- ]oh|sorry|we're sorry|we are sorry|hmm+|error|fehler|erreur|entschuldigung|leider|désolée?"
    r"|nous sommes désolés|oups|lo sentimos|vaya|perdón)[\s,!.:–—-]+(?:but |aber |mais |pero )?"
)
_BARE_CODE = re.compile(r"gone|error|oops|not found|")
_ERROR_SEGMENT = re.compile(
    r"(?:404|410|error[-_]?(?:404|page)|404[-_]?error|(?:page|file)?[-_]?not[-_]?found|page404|errors?|fehler(?:seite)?|erreur)(?:\.\w{2,5})?",
    re.IGNORECASE,
)

_PARKING_WORDS = 120
_PARKED = re.compile(
    r"^(?:[\w.-]+ )?(?:this|the) (?:web ?site|domain)(?: name)?(?: [\w-]+\.[\w.-]+)? (?:is|may be|has been|is now|has) "
    r"(?:listed )?(?:for sale|parked|available for (?:sale|purchase)|expired|suspended)\b.{0,80}$"
    r"|^(?:buy|purchase|get|own|inquire about|make an offer (?:on|for)) (?:this|the) domain\b.{0,60}$|^[\w-]+\.[a-z.]{2,} is for sale\b.{0,40}$"
    r"|^(?:the )?domain (?:name )?[\w-]+\.[\w.-]+ (?:is for sale|is available|has expired|is parked|may be for sale)\b.{0,60}$"
    r"|^(?:domain|website) (?:for sale|expired|suspended|parked|parking)(?: page)?[.!]?$|^parked (?:free|domain|courtesy)\b.{0,80}$"
    r"|^(?:this )?(?:account|site|web ?site) (?:has been |is )?suspended[.!]?$"
    r"|^(?:diese|die) (?:domain|website|webseite)\b.{0,60}\b(?:steht zum verkauf|zu verkaufen|ist abgelaufen|geparkt)\b.{0,60}$"
    r"|^domain (?:kaufen|zu verkaufen)\b.{0,40}$|^(?:ce (?:nom de )?domaine|le domaine)\b.{0,60}\b(?:à vendre|a expiré|réservé)\b.{0,60}$"
    r"|^(?:este|el) dominio\b.{0,60}\b(?:en venta|a la venta|ha caducado|ha expirado)\b.{0,60}$",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(
    r"welcome to nginx!?|apache2? .*default page.*|iis(?: \d+)? windows server|default web site page|it works!|test page for .*http server.*"
    r"|(?:web ?site|site|domain) (?:coming soon|is under construction|default page)|future home of .*|hier entsteht eine neue internetpräsenz.*"
)
"""What a server shows that nobody has set up."""
_PARKING_HOSTS = re.compile(
    r"//(?:[\w-]+\.)*(?:sedoparking\.com|parkingcrew\.net|bodis\.com|above\.com|parklogic\.com|skenzo\.com|dan\.com|afternic\.com"
    r"|hugedomains\.com|cashparking\.com|domainsponsor\.com|d38psrni17bvxu\.cloudfront\.net|img1\.wsimg\.com/parking-lander)"
)
_STRANGER = re.compile(
    r"^(?:related (?:searches|links)|sponsored (?:listings|links)|popular searches|ähnliche suchen)\b",
    re.MULTILINE,
)


def soft_404(page: Page) -> Finding | None:
    """An error page with the status of success: by what it calls itself, or by the address a redirect led to."""
    snapshot = page.snapshot
    if page.was_redirected and _names_error(snapshot.final_url) and not _names_error(snapshot.url):
        return replaced(
            ProblemSlug.SOFT_NOT_FOUND, f"{snapshot.url} leads to the error page {snapshot.final_url}"
        )
    if not page.is_short or is_home(snapshot.url):
        return None
    for headline in page.headlines:
        if _says_missing(headline) and not _is_about(snapshot.url, headline):
            return replaced(
                ProblemSlug.SOFT_NOT_FOUND,
                f"the page came with status {snapshot.status}, but is headed {quoted(headline)}",
            )
    return None


def parked(page: Page) -> Finding | None:
    """A domain for sale, expired or suspended, or a server that nobody has set up."""
    facts = page.facts
    if page.word_count >= _PARKING_WORDS or {"domain", "domains"} & path_words(page.snapshot.url):
        return None
    said = _PARKED.search("\n".join((*page.headlines, *page.openings)))
    if said is None:
        said = next(filter(None, map(_PLACEHOLDER.fullmatch, page.headlines)), None)
    if said is None and has_moved(page.snapshot):
        said = _STRANGER.search(page.banners)
    if said:
        return replaced(ProblemSlug.PARKED, f"the address shows a placeholder: {quoted(said[0])}")
    if _PARKING_HOSTS.search("\n".join(facts.resources)):
        return replaced(ProblemSlug.PARKED, "the address shows the advertising page of a domain dealer")
    return None


def _says_missing(headline: str) -> bool:
    text, code = _BEFORE.subn("", headline.strip(" .!?"), count=1)
    text, code_after = _AFTER.subn("", text, count=1)
    text = _SIGH.sub("", text).strip(" .!?,:-–—()")
    return bool(_MISSING.fullmatch(text)) or (bool(code or code_after) and bool(_BARE_CODE.fullmatch(text)))


def _is_about(url: str, headline: str) -> bool:
    """Tell whether the address itself names what the headline says: a page about error 404 is no error page."""
    words = set(re.findall(r"[^\W_]+", headline))
    named = path_words(url)
    return words <= named or bool(words & named & {"404", "410"})


def _names_error(url: str) -> bool:
    return any(_ERROR_SEGMENT.fullmatch(part) for part in urlsplit(url).path.split("/"))
