"""The look: a slide and a theme become a Scene of positioned items; the painter draws it."""
