"""Windows besides stage and console. All texts are plain text; everything works by keyboard.

``start.StartScreen(tokens, settings)``       signals deck_chosen(Path), session_chosen(recovery.Session), closed
``cheatsheet.CheatSheet(tokens, parent)``     open with ``.open()`` or ``.show()``; never ``.exec()`` while live
``export.ExportDialog(deck, tokens, parent, settings=, on_written=)``
``own_copy.copy_sample(folder) -> Path``      *Make my own copy*; raises CopyError with a sentence
``recent.note(settings, path, title)``        call it when a deck was opened
"""
