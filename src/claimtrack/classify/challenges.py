"""Rule `blocked`: a page that asks whether its visitor is a person, in place of the page that was asked for.

The headers by which some walls make themselves known are read where pages arrive, in `claimtrack.fetch`. Here are the
walls that answer with the status of success. Scripts of the same makers also run on the pages they let through: those
are no markers, or count only where next to no text came with them.
"""

from __future__ import annotations

import re

from claimtrack.classify.findings import quoted, replaced
from claimtrack.classify.page import FEW_WORDS, SHORT_WORDS, Page
from claimtrack.models import Finding, ProblemSlug

_DECISIVE = {
    "Cloudflare": re.compile(r"_cf_chl_opt|/cdn-cgi/challenge-platform/h/\w/orchestrate/"),
    "AWS WAF": re.compile(r"window\.gokuProps|\.token\.awswaf\.com/[^\s\"']*/captcha"),
    "Sucuri": re.compile(r"sucuri_cloudproxy_js"),
    "Anubis": re.compile(r"/\.within\.website/x/cmd/anubis/"),
    "Kasada": re.compile(
        r"KPSDK\.scriptStart|/149e9513-01fa-4fb0-aad4-566afd725d1b/2d206a39-8ed7-437e-a3be-862e0f06eea3/"
    ),
}
"""In scripts and their URLs: only the wall itself has these."""
_WITH_LITTLE_TEXT = {
    "DataDome": re.compile(r"(?:geo|ct|interstitial)\.captcha-delivery\.com"),
    "PerimeterX": re.compile(r"captcha\.px-c(?:dn|loud)\.net|/px/captcha|\bpx-captcha\b|_pxMobile"),
    "Imperva": re.compile(r"/_incapsula_resource\?", re.IGNORECASE),
    "Akamai": re.compile(r"/_sec/cp_challenge/|sec-if-cpt-container|\bbm-verify="),
    "DDoS-Guard": re.compile(r"\.well-known/ddos-guard/js-challenge"),
    "Vercel": re.compile(r"/\.well-known/vercel/security/"),
}
"""The same, of makers whose marks are also on pages that were let through."""
_CAPTCHA = re.compile(
    r"google\.com/recaptcha/|recaptcha\.net/recaptcha/|hcaptcha\.com/1/|challenges\.cloudflare\.com/turnstile/"
    r"|\b(?:g-recaptcha|h-captcha|cf-turnstile|friendly-captcha|frc-captcha|geetest_captcha)\b"
)
_HEADLINE = re.compile(
    r"just a moment\.\.\.|attention required!.*|one more step|pardon our interruption(?:\.\.\.)?|robot check|bot verification"
    r"|human verification|security check(?:point)?|vercel security checkpoint|ddos-guard|access to this page has been denied\.?"
    r"|are you (?:a )?(?:robot|human)\??|(?:please )?(?:verify|confirm|prove)(?: that)? you(?:'re| are) (?:a )?(?:human|not a robot).*"
    r"|verifying (?:that )?you are (?:a )?human.*|checking your browser.*|making sure you're not a bot!?|access denied"
    r"|you have been blocked|sorry, you have been blocked|request unsuccessful\.?|unusual traffic.*|please wait\.\.\. \| cloudflare"
    r"|(?:bitte )?(?:bestätigen sie|bestätige), dass (?:sie|du) (?:kein roboter|ein mensch) (?:sind|bist).*|sicherheitsüberprüfung"
    r"|zugriff verweigert|(?:veuillez )?(?:vérifier|confirmer|confirmez|vérifiez) que vous (?:n'êtes pas un robot|êtes (?:un )?humain).*"
    r"|accès refusé|vérification de sécurité|(?:verifica|confirma|demuestra|verifique|confirme) que no eres? un robot.*|acceso denegado"
)
"""What such a page calls itself. Some are titles of honest pages too, so more must speak for it."""
_SAYS_WHY = re.compile(
    r"\b(?:ray id|reference (?:#|id|number)|incident id|support id|request id|block reference|performance (?:&|and) security by)\b"
    r"|enable (?:javascript and cookies|cookies and javascript|cookies|javascript)|(?:not|aren't|n't) a (?:robot|bot)\b"
    r"|(?:are|you're) (?:a )?human\b|automated (?:requests?|traffic|access|queries|tools?|bot)|unusual (?:traffic|activity)"
    r"|suspicious activity|checking your browser|security (?:service|solution|check)|don't have permission to access"
    r"|your (?:ip|browser|connection|network)\b|complete the (?:security check|captcha|action)|captcha|solve the|one moment"
    r"|kein roboter|ihren browser|automatisierte|ihr browser|pas un robot|votre navigateur|activité inhabituelle"
    r"|no eres? un robot|su navegador|tu navegador|actividad inusual"
)


def blocked(page: Page) -> Finding | None:
    """A robot wall."""
    maker = _maker(page)
    if maker:
        return replaced(ProblemSlug.BLOCKED, f"a robot wall of {maker} answered in place of the page")
    if page.word_count >= SHORT_WORDS:
        return None
    called = next(filter(_HEADLINE.fullmatch, page.headlines), "")
    if called and (_SAYS_WHY.search(page.banners) or _has_captcha(page)):
        return replaced(
            ProblemSlug.BLOCKED,
            f"the page asks whether its visitor is a person: it is headed {quoted(called)}",
        )
    if page.word_count < FEW_WORDS and _has_captcha(page) and _SAYS_WHY.search(page.banners):
        return replaced(ProblemSlug.BLOCKED, "the page holds a captcha and next to no text")
    return None


def _maker(page: Page) -> str:
    marks = "\n".join((page.facts.script_start, *page.facts.resources, *page.facts.barriers))
    tables = (_DECISIVE, _WITH_LITTLE_TEXT) if page.word_count < FEW_WORDS else (_DECISIVE,)
    return next((maker for table in tables for maker, mark in table.items() if mark.search(marks)), "")


def _has_captcha(page: Page) -> bool:
    facts = page.facts
    return _CAPTCHA.search("\n".join((*facts.resources, *facts.barriers))) is not None
