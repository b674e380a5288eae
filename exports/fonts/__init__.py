"""Vendored font files of the prints with their licences; ``make_fonts.py`` makes them anew."""
