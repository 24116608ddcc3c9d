"""Windows besides stage and console. All texts are plain text; everything works by keyboard.

``start.StartScreen(tokens, settings)``: signals deck_chosen(Path), session_chosen(Session), closed
``cheatsheet.CheatSheet(tokens, parent)``: use ``.open()`` or ``.show()``, never ``.exec()`` while live
``preflight.Preflight(Facts(deck, path, placement, …), tokens, parent, settings=, keys=)``
``export.ExportDialog(deck, tokens, parent, settings=, on_written=)``
``end.EndDialog(…)``: what becomes of the room
``own_copy.copy_sample(folder) -> Path``: *Make my own copy*; raises CopyError with a sentence
``recent.note(settings, path, title)``: call it when a deck was opened
"""
