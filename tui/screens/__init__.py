"""Screens: each calls use cases of the model through the desk and shows what came back."""
