"""Units: how money, shares, lengths, weights, spans of time and the like are written, and what one of them is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    """What a quantity measures. Only quantities of one dimension can agree or be at odds."""

    MONEY = "money"
    PERCENT = "percent"
    POINTS = "percentage points"
    DURATION = "duration"
    LENGTH = "length"
    AREA = "area"
    MASS = "mass"
    VOLUME = "volume"
    SPEED = "speed"
    POWER = "power"
    ENERGY = "energy"
    DATA = "data"
    TEMPERATURE = "temperature"
    TIMES = "times"
    """A factor: "doubled", "three times"."""
    COUNT = "count"
    """A number of things, or a number whose unit is not known."""
    ORDINAL = "ordinal"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure."""

    dimension: Dimension
    name: str
    """What values of one dimension must share to be compared: the currency; empty where they convert."""
    factor: float = 1.0
    """Worth in the dimension's base unit: metre, square metre, kilogram, litre, second, km/h, watt, joule, byte."""


def _table(dimension: Dimension, rows: dict[str, float]) -> dict[str, Unit]:
    return {word: Unit(dimension, "", factor) for names, factor in rows.items() for word in names.split()}


_DAY = 86400.0
UNIT_WORDS: dict[str, Unit] = {
    **_table(
        Dimension.DURATION,
        {
            "second seconds sec secs": 1, "minute minutes min mins": 60, "hour hours hr hrs": 3600, "day days": _DAY,
            "week weeks": 7 * _DAY, "fortnight fortnights": 14 * _DAY, "month months": 30.4375 * _DAY,
            "year years yr yrs": 365.25 * _DAY, "decade decades": 3652.5 * _DAY, "century centuries": 36525 * _DAY,
            "millisecond milliseconds ms": 1e-3,
        },
    ),
    **_table(
        Dimension.LENGTH,
        {
            "metre metres meter meters": 1, "kilometre kilometres kilometer kilometers km kms": 1e3,
            "centimetre centimetres centimeter centimeters cm": 1e-2, "millimetre millimetres millimeter millimeters mm": 1e-3,
            "mile miles": 1609.344, "foot feet ft": 0.3048, "inch inches": 0.0254, "yard yards": 0.9144,
        },
    ),
    **_table(Dimension.AREA, {"hectare hectares ha": 1e4, "acre acres": 4046.856}),
    **_table(
        Dimension.MASS,
        {
            "kilogram kilograms kilo kilos kg kgs": 1, "gram grams gramme grammes": 1e-3, "milligram milligrams mg": 1e-6,
            "tonne tonnes": 1e3, "ton tons": 1e3, "pound-weight lb lbs": 0.45359, "ounce ounces oz": 0.02835, "stone": 6.35029,
        },
    ),
    **_table(
        Dimension.VOLUME,
        {"litre litres liter liters": 1, "millilitre millilitres milliliter milliliters ml": 1e-3, "gallon gallons": 3.78541,
         "barrel barrels": 158.987},
    ),
    **_table(Dimension.SPEED, {"mph": 1.609344, "kph kmh": 1, "knots": 1.852}),
    **_table(
        Dimension.POWER,
        {"watt watts": 1, "kilowatt kilowatts kw": 1e3, "megawatt megawatts mw": 1e6, "gigawatt gigawatts gw": 1e9,
         "horsepower hp bhp": 745.7},
    ),
    **_table(Dimension.ENERGY, {"kwh": 3.6e6, "mwh": 3.6e9, "gwh": 3.6e12, "twh": 3.6e15}),
    **_table(
        Dimension.DATA,
        {"byte bytes": 1, "kilobyte kilobytes kb kib": 1e3, "megabyte megabytes mb mib": 1e6, "gigabyte gigabytes gb gib": 1e9,
         "terabyte terabytes tb tib": 1e12},
    ),
    **_table(Dimension.TIMES, {"times time fold": 1}),
    **_table(Dimension.PERCENT, {"percent percentage pct": 1}),
    **{word: Unit(Dimension.TEMPERATURE, "", 1.0) for word in ("celsius", "centigrade")},
    **{word: Unit(Dimension.MONEY, currency) for currency, names in {
        "USD": "dollar dollars usd buck bucks", "GBP": "gbp sterling quid", "EUR": "euro euros eur", "JPY": "yen jpy",
        "INR": "rupee rupees inr", "CNY": "yuan renminbi cny rmb", "CHF": "franc francs chf", "HKD": "hkd", "KRW": "won krw",
        "SEK": "krona kronor kroner krone sek nok dkk", "BRL": "reais brl", "PLN": "zloty zlotys pln", "MXN": "peso pesos",
        "RUB": "rouble roubles ruble rubles",
    }.items() for word in names.split()},
    **{word: Unit(Dimension.MONEY, currency, 0.01) for currency, names in {
        "USD": "cent cents", "GBP": "penny pence p", "EUR": "eurocent eurocents"}.items() for word in names.split()},
    "pound": Unit(Dimension.MONEY, "GBP"), "pounds": Unit(Dimension.MONEY, "GBP"),
}  # fmt: skip
"""Words that make a unit of the number before them."""

SYMBOLS: dict[str, str] = {"$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB"}
"""Signs that stand before (or, in many countries, behind) an amount."""

CURRENCY_PREFIXES = {
    "hk": "HKD",
    "us": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "nz": "NZD",
    "s": "SGD",
}
"""Letters glued to "$"."""

CURRENCY_ADJECTIVES = {
    "hong kong": "HKD",
    "us": "USD",
    "american": "USD",
    "australian": "AUD",
    "canadian": "CAD",
    "swiss": "CHF",
}
"""Words between a number and "dollars"."""

GLUED_ONLY: dict[str, Unit] = {
    "m": Unit(Dimension.LENGTH, "", 1.0), "g": Unit(Dimension.MASS, "", 1e-3), "l": Unit(Dimension.VOLUME, "", 1.0),
    "s": Unit(Dimension.DURATION, "", 1.0), "h": Unit(Dimension.DURATION, "", 3600.0), "t": Unit(Dimension.MASS, "", 1e3),
}  # fmt: skip
"""Letters that are units only right behind the digits."""

FACTORS = {
    "double": 2.0, "doubled": 2.0, "doubles": 2.0, "doubling": 2.0, "twice": 2.0, "twofold": 2.0, "triple": 3.0, "tripled": 3.0,
    "triples": 3.0, "tripling": 3.0, "threefold": 3.0, "trebled": 3.0, "thrice": 3.0, "quadrupled": 4.0, "fourfold": 4.0,
    "quadruple": 4.0, "fivefold": 5.0, "tenfold": 10.0,
    "halved": 0.5, "halve": 0.5, "halves": 0.5, "halving": 0.5,
}  # fmt: skip
"""Words that are a factor by themselves."""

SPANS = {"decade": 3652.5 * _DAY, "century": 36525 * _DAY, "year": 365.25 * _DAY, "month": 30.4375 * _DAY, "week": 7 * _DAY,
         "fortnight": 14 * _DAY, "day": _DAY, "hour": 3600.0, "minute": 60.0, "second": 1.0}  # fmt: skip
"""Spans of time behind "a" or "an": "a decade"."""
