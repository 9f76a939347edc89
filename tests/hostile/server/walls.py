"""A page with status 200 that is not the page: not found, parked, for sale, for members, for people."""

from __future__ import annotations

from .catalogue import Kind
from .honest import CLAIM, document
from .wire import Exchange

walls = Kind("walls")

_FORM = (
    '<form method="post" action="/session"><input name="user"><input type="password" name="password">'
    "<button>Sign in</button></form>"
)

walls.pages(
    not_found=(
        "A page that says it was not found.",
        document("Sorry, the page that you are looking for was not found.", title="404 Not Found"),
    ),
    removed=(
        "A page that says it is gone.",
        document(
            "This page does not exist any more.",
            '<a href="/">Back to the home page</a>',
            title="Page not found | The Ombry Mail",
        ),
    ),
    parked=(
        "A domain for sale.",
        document(
            "The domain ombry-mail.example is for sale. Buy this domain now.",
            "Related searches: lamps, harbours, oak chests",
            title="ombry-mail.example is for sale",
        ),
    ),
    sign_in=(
        "A form for members.",
        document("Please sign in to go on reading.", _FORM, title="Sign in - The Ombry Mail"),
    ),
    robot=(
        "A wall that checks for robots.",
        document(
            "Checking if the site connection is secure. Enable JavaScript and cookies to continue.",
            title="Just a moment...",
            head='<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/jsch/v1"></script>',
        ),
    ),
    captcha=(
        "A riddle for robots.",
        document(
            "Please show that you are not a robot.",
            '<div class="g-recaptcha" data-sitekey="x"></div>',
            title="Access to this page has been denied",
            head='<script src="https://captcha.px-cdn.example/PX1234/captcha.js"></script>',
        ),
    ),
    script_only=(
        "A page that a script builds, with none of its words.",
        f'<!doctype html><html><head><title>The Ombry Mail</title></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script>{"var a=[0,1,2,3];" * 3000}</script></body></html>',
    ),
)


@walls.attack("robot-by-header")
def _challenge(exchange: Exchange) -> None:
    """The same told by a header, and the claim's words in the wall."""
    exchange.page(document(CLAIM, title="Just a moment..."), fields=[("cf-mitigated", "challenge")])


@walls.attack("forbidden")
def _forbidden(exchange: Exchange) -> None:
    """A refusal."""
    exchange.page(document("You shall not pass."), "403 Forbidden")


@walls.attack("legal")
def _legal(exchange: Exchange) -> None:
    """Not to be had for legal reasons."""
    exchange.page(document("Not in your country."), "451 Unavailable For Legal Reasons")


@walls.attack("missing")
def _missing(exchange: Exchange) -> None:
    """A page that is not there, its words on the error page."""
    exchange.page(document(CLAIM), "404 Not Found")


@walls.attack("gone")
def _gone(exchange: Exchange) -> None:
    """A page that is gone for good."""
    exchange.page(document("Gone."), "410 Gone")


@walls.attack("broken")
def _broken(exchange: Exchange) -> None:
    """A server that fails, the claim's words on its error page."""
    exchange.page(document(CLAIM), "500 Internal Server Error")


@walls.attack("home-instead")
def _home(exchange: Exchange) -> None:
    """A redirect to the home page in place of the article."""
    exchange.redirect("/")
