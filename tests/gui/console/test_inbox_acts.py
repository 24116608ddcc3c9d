"""The buttons under the inbox: nothing is cut off at any width or text size, every act stays reachable."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from facilitator.room.records import Entry, EntryState, ModeratorView, Release
from facilitator.ui import keys
from facilitator.ui.console.inbox_acts import DEEDS, Act, ActBar, is_so, meant
from facilitator.ui.dialogs.base import sheet
from facilitator.ui.tokens import DARK, Tokens

VIEW = ModeratorView(1, (), 20, Release.MIXED)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [420, 560, 700, 1200, 1900])
def test_nothing_is_cut_off_at_any_width(qapp: QApplication, width: int, scale: float) -> None:
    tokens = Tokens(DARK, scale)
    bar = ActBar(tokens)
    bar.setStyleSheet(sheet(tokens))
    bar.resize(width, tokens.px(44))
    bar.show()
    bar.show_view(VIEW)
    bar.show_entry(Entry("e", "question", "x"))
    bar.set_tokens(tokens)
    qapp.processEvents()
    shown = [b for b in (*bar.buttons.values(), bar.collect) if b.isVisible()]
    assert bar.buttons[Act.STAGE] in shown
    for button in shown:
        assert button.width() >= button.sizeHint().width(), button.accessibleName()
        assert button.geometry().right() <= bar.width(), button.accessibleName()
    hidden = {act for act, b in bar.buttons.items() if not b.isVisible()}
    assert hidden <= {Act.STAR, Act.PARK, Act.NEXT}
    if width >= 560 and scale == 1.0:
        assert not hidden
    bar.close()
    bar.deleteLater()


def test_every_act_has_a_key_a_name_and_a_reverse() -> None:
    fresh = Entry("e", "question", "x")
    for deed in DEEDS:
        assert keys.row(deed.command).in_list, deed.act
        assert meant(deed.act, fresh) is deed.act
    done = Entry("e", "question", "x", EntryState.PARKED, published=True, starred=True, reply="yes")
    assert {a for a in Act if is_so(a, done)} == {Act.PUBLISH, Act.PARK, Act.STAR, Act.REPLY}
    assert meant(Act.PUBLISH, done) is Act.HIDE
    assert meant(Act.STAR, done) is Act.UNSTAR
    assert meant(Act.PARK, done) is Act.BACK
    assert meant(Act.REPLY, done) is Act.REPLY, "a reply is changed, never flipped"
