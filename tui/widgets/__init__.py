"""Widgets of the screens: they draw and tell what the person did; they know no rule and no SQL."""
