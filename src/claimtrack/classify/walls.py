"""Rules `login-wall`, `consent-wall` and `paywall`: the site answers, but wants something before it shows the page."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from claimtrack.classify.findings import limited, quoted, replaced
from claimtrack.classify.page import FEW_WORDS, PROSE_BLOCK_WORDS, SHORT_WORDS, Page
from claimtrack.classify.places import path_words
from claimtrack.models import BlockKind, Finding, ProblemSlug

_LOGIN_SEGMENT = re.compile(
    r"(?:log|sign)[-_]?(?:in|on)|sso|auth(?:enticate|orize|entication)?|wp-login|accountlogin|anmelden|anmeldung|connexion"
    r"|(?:se-)?connecter|iniciar-sesion|acceder",
    re.IGNORECASE,
)
_LOGIN_HEADLINE = re.compile(
    r"(?:please )?(?:log|sign)[ -]?(?:in|on)(?: or (?:sign up|register|join|create an account))?"
    r"(?: (?:to|with|into|required|page|for)\b.{0,60})?|login (?:required|page|to .{0,40})|member(?:s|'s)? (?:log ?in|area|only)"
    r"|(?:you (?:must|need to|have to) )(?:be logged in|log in|sign in|register)\b.{0,60}|authentication required|log ?in / .{0,40}"
    r"|(?:bitte )?(?:melden sie sich an|anmelden|einloggen|anmeldung|login)(?: (?:um|bei|mit|für|erforderlich)\b.{0,60})?"
    r"|(?:veuillez )?(?:vous |se )?(?:connecter|connectez-vous|identifiez-vous|connexion)(?: (?:pour|à|avec)\b.{0,60})?"
    r"|(?:inicia(?:r)?|inicie) sesión(?: (?:para|con|en)\b.{0,60})?|acceso (?:de|para) (?:usuarios|clientes|socios)"
)

_CONSENT_HOST = re.compile(
    r"(?:^|\.)consent\.(?:google|youtube|yahoo)\.[a-z.]+$|^guce\.|^(?:consent|cookies|myprivacy|privacy-?gate|cmp)\.[\w.-]+$"
)
_CONSENT_SEGMENT = re.compile(
    r"(?:collect-?)?(?:cookie[-_]?)?consent|cookie[-_]?wall|privacy[-_]?gate|datenschutz-einwilligung",
    re.IGNORECASE,
)
_CONSENT_WORDS = re.compile(
    r"\b(?:cookies?|consent|privacy|partners?|vendors?|personal(?:ised|ized|isierte?)? (?:data|information|ads?|advertising)|advertis\w+"
    r"|legitimate interest|tracking|preferences|third part(?:y|ies)|your choices?|data processing|einwilligung|datenschutz|privatsphäre"
    r"|werbung|tracker|verarbeit\w+|zwecke|confidentialité|vie privée|consentement|partenaires|publicités?|traceurs|privacidad"
    r"|consentimiento|socios|publicidad)\b"
)
_ACCEPT = re.compile(
    r"\b(?:accept(?!able|ance|ed|ing|ation)|i (?:agree|consent)\b|agree (?:and|&)|allow all|got it|reject all|decline|manage (?:options|preferences"
    r"|settings|choices)|akzeptieren|alles? akzeptieren|zustimmen|einverstanden|tout accepter|j'accepte|acept(?:ar|o)\b|aceptar todo)"
)
"""On a button; two of them side by side are one word to us."""
_CONSENT_OPENING = re.compile(
    r"privacy|cookies?|consent|before you continue|privatsphäre|datenschutz|mit werbung|vie privée|confidentialité|privacidad"
)
_REST_WORDS = 30
"""So many words that are not about consent make a page with a dialogue on it, not a wall."""

_SUBSCRIBE = re.compile(
    r"\b(?:subscribe|sign up|register|log in|sign in|join|upgrade|pay)(?: (?:now|today|for free|for \$?\d[\d.]*))? to (?:continue|keep|read|finish|unlock|access)"
    r"(?: reading| this| the| full| unlimited| all| our)*\b|\bto (?:continue|keep) reading\b|\bcontinue reading (?:with|for|by|your|this article with)\b"
    r"|\b(?:this|the) (?:article|story|content|post|page) is (?:only |exclusively )?(?:available |reserved )?(?:for|to) (?:\w+ )?(?:paid |paying )?(?:subscribers|members)\b"
    r"|\b(?:for|to) (?:paid |paying )?(?:subscribers|members) only\b|\b(?:subscriber|member|premium)[- ](?:only|exclusive)s?\b"
    r"|\balready a (?:subscriber|member)\?|\b(?:you have|you've) (?:reached|used|read) (?:your|all|the|\d).{0,40}\b(?:free|limit|articles?)\b"
    r"|\bto read the (?:full|whole|entire|rest of (?:the|this)) (?:story|article)\b|\bunlock (?:this|the full|the rest of this) (?:article|story|post)\b|\bthe rest of this (?:article|story|post) is\b"
    r"|\bthis post is for (?:paid|paying) subscribers\b|\bstart your (?:free )?trial\b|\bkeep reading with\b"
    r"|\b(?:jetzt |um )?weiter(?:zu)?lesen (?:mit|im abo)\b|\b(?:dieser|diesen) (?:artikel|inhalt|text)\b.{0,40}\b(?:abonnenten|abo|registrierte)\b"
    r"|\bexklusiv für (?:\w+[- ])?(?:abonnenten|mitglieder)\b|\bnur für abonnenten\b|\bjetzt (?:abonnieren|freischalten) und\b"
    r"|\bréservée? (?:à nos |aux )abonnée?s\b|\bil vous reste \d+ ?% de (?:cet article|ce contenu)\b|\babonnez-vous pour (?:lire|continuer|accéder)\b"
    r"|\b(?:contenido|artículo) (?:exclusivo |solo |sólo )?para (?:suscriptores|socios|abonados)\b|\bsuscríbe(?:te|se) para (?:seguir|leer|continuar)\b"
)
_TEASER_END = re.compile(r"(?:\.\.\.|\[\.\.\.\]|\(\.\.\.\))\W{0,3}$")
_TEASER_WORDS = 400
_DECLARED_SHARE = 0.5
"""A page with fewer than this share of the words it declares is cut; with more than `_WHOLE_SHARE` it is whole."""
_WHOLE_SHARE = 0.9
_FEWEST_DECLARED = 100
"""A smaller `wordCount` is that of a summary."""


def login_wall(page: Page) -> Finding | None:
    """A page that is little more than a request to sign in."""
    if page.word_count >= SHORT_WORDS:
        return None
    final = page.snapshot.final_url
    sent_away = (
        page.was_redirected
        and _has_segment(_LOGIN_SEGMENT, final)
        and not _has_segment(_LOGIN_SEGMENT, page.snapshot.url)
    )
    called = next(filter(_LOGIN_HEADLINE.fullmatch, page.headlines), "")
    if sent_away:
        detail = f"{page.snapshot.url} leads to a request to sign in: {final}"
    elif called and page.facts.password_fields:
        detail = f"the page asks to sign in: {quoted(called)}"
    else:
        return None
    # What is shown beside the request may be the beginning of the page.
    return (limited if page.word_count >= FEW_WORDS and not sent_away else replaced)(
        ProblemSlug.LOGIN_WALL, detail
    )


def consent_wall(page: Page) -> Finding | None:
    """A page that is nothing but a dialogue about cookies or advertising."""
    final = urlsplit(page.snapshot.final_url)
    if page.was_redirected and (
        _CONSENT_HOST.search(final.hostname or "") or _has_segment(_CONSENT_SEGMENT, page.snapshot.final_url)
    ):
        return limited(
            ProblemSlug.CONSENT_WALL,
            f"{page.snapshot.url} leads to a request for consent at {final.hostname}",
        )
    if _is_about_privacy(page.snapshot.url) or not _ACCEPT.search(page.banners):
        return None
    opening = next(filter(_CONSENT_OPENING.search, (*page.headlines, *page.openings)), "")
    if not opening or _rest_words(page) >= _REST_WORDS:
        return None
    return limited(
        ProblemSlug.CONSENT_WALL, f"the page asks for consent and shows little else: {quoted(opening)}"
    )


def paywall(page: Page) -> Finding | None:
    """A page of which only the beginning is free.

    JSON-LD that says so is a hint and no more: publishers set it wrongly. It counts together with a request to subscribe, a
    text that breaks off, or one much shorter than the page declares.
    """
    facts = page.facts
    declared = facts.declared_words or 0
    has_declared = declared >= _FEWEST_DECLARED
    if max(page.word_count, facts.article_body_words) >= _WHOLE_SHARE * declared and has_declared:
        return None
    asks = _SUBSCRIBE.search(page.banners)
    hint = facts.accessible_for_free is False
    cut = has_declared and page.word_count < _DECLARED_SHARE * declared
    if cut and (asks or hint):
        return limited(
            ProblemSlug.PAYWALL,
            f"{page.word_count} of the {declared} words that the page declares are free to read",
        )
    short = page.prose_words < _TEASER_WORDS
    if asks and (hint or short):
        return limited(ProblemSlug.PAYWALL, f"the page asks to subscribe: {quoted(asks[0])}")
    if hint and short and _breaks_off(page):
        return limited(
            ProblemSlug.PAYWALL, "the text breaks off, and the page says that it is not free to read"
        )
    return None


def _has_segment(pattern: re.Pattern[str], url: str) -> bool:
    """Tell whether a part of the path is of the pattern, its extension aside."""
    return any(pattern.fullmatch(part.partition(".")[0]) for part in urlsplit(url).path.split("/"))


def _is_about_privacy(url: str) -> bool:
    return bool(
        path_words(url)
        & {"cookie", "cookies", "privacy", "datenschutz", "confidentialite", "privacidad", "consent"}
    )


def _rest_words(page: Page) -> int:
    """Words of blocks that have nothing to do with consent."""
    document = page.document
    rest = 0
    for block in document.blocks:
        text = document.text[block.start : block.end]
        folded = text.casefold()
        if (
            block.kind is not BlockKind.META
            and not _CONSENT_WORDS.search(folded)
            and not _ACCEPT.search(folded)
        ):
            rest += text.count(" ") + 1
            if rest >= _REST_WORDS:
                break
    return rest


def _breaks_off(page: Page) -> bool:
    """Tell whether the last paragraph of prose ends in dots."""
    document = page.document
    for block in reversed(document.blocks):
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.PARAGRAPH and text.count(" ") + 1 >= PROSE_BLOCK_WORDS:
            return _TEASER_END.search(text[-20:].replace("…", "...")) is not None
    return False
