"""claimtrack: check that the pages you cite say what you say they say."""

__version__ = "0.1.0"

__all__ = ["__version__"]
