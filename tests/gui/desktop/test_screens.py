"""Which screen gets the stage: the choice, with invented screens."""

from __future__ import annotations

from dataclasses import replace

from facilitator.ui.desktop.screens import Placement, ScreenId, ScreenInfo, choose, distinct, swapped

PANEL = ScreenInfo("eDP-1", (0, 0, 1280, 720), "BOE", "0x0812", "", 1.5, True)
BEAMER = ScreenInfo("HDMI-1", (1280, 0, 1920, 1080), "EPSON", "PJ", "X42")
MONITOR = ScreenInfo("DP-2", (3200, 0, 2560, 1440), "DEL", "U27", "99")


def test_console_on_the_built_in_panel_stage_on_the_other() -> None:
    for screens in ([PANEL, BEAMER], [BEAMER, PANEL]):
        placed = choose(screens)
        assert (placed.console, placed.stage) == (PANEL, BEAMER)


def test_the_panel_is_the_console_even_when_the_projector_is_primary() -> None:
    placed = choose([replace(PANEL, primary=False), replace(BEAMER, primary=True)])
    assert placed.console is not None
    assert placed.console.connector == "eDP-1"


def test_two_external_screens_the_primary_one_is_the_console() -> None:
    placed = choose([BEAMER, replace(MONITOR, primary=True)])
    assert placed.stage == BEAMER


def test_no_primary_screen_at_all() -> None:
    placed = choose([replace(BEAMER, primary=False), replace(MONITOR, primary=False)])
    assert placed.stage is not None
    assert placed.console != placed.stage


def test_one_screen_gives_no_stage_screen() -> None:
    placed = choose([PANEL])
    assert placed.one_screen
    assert not placed.mirrored


def test_no_screen_at_all() -> None:
    assert choose([]) == Placement(None, None)


def test_mirrored_screens_count_once() -> None:
    twin = replace(BEAMER, geometry=PANEL.geometry)
    assert choose([PANEL, twin]).mirrored
    assert choose([PANEL, twin]).one_screen
    smaller = replace(BEAMER, geometry=(0, 0, 1024, 720))
    assert distinct([PANEL, smaller]) == ([PANEL], True)


def test_the_saved_screen_is_known_by_serial_whatever_its_connector() -> None:
    saved = ScreenId("EPSON", "PJ", "X42", "HDMI-1")
    moved = replace(BEAMER, connector="DP-3")
    placed = choose([PANEL, MONITOR, moved], saved)
    assert placed.stage == moved


def test_another_serial_is_another_projector() -> None:
    saved = ScreenId("EPSON", "PJ", "OTHER", "HDMI-1")
    assert saved.score(BEAMER) == 0


def test_a_saved_screen_that_is_away_is_replaced_but_not_forgotten() -> None:
    saved = ScreenId("EPSON", "PJ", "X42", "HDMI-1")
    assert choose([PANEL, MONITOR], saved).stage == MONITOR
    assert choose([PANEL, MONITOR, BEAMER], saved).stage == BEAMER


def test_a_mere_connector_never_puts_the_stage_on_the_laptops_panel() -> None:
    saved = ScreenId(connector="eDP-1")
    assert choose([PANEL, BEAMER], saved).stage == BEAMER


def test_the_trainers_choice_wins_over_everything() -> None:
    placed = choose([PANEL, BEAMER, MONITOR], ScreenId.of(BEAMER), console_on="eDP-1", chosen="DP-2")
    assert (placed.console, placed.stage) == (PANEL, MONITOR)
    placed = choose([PANEL, BEAMER], chosen="eDP-1")
    assert (placed.console, placed.stage) == (BEAMER, PANEL)


def test_the_stage_never_lands_on_the_screen_of_the_console() -> None:
    placed = choose([PANEL, BEAMER], console_on="HDMI-1")
    assert placed.console == BEAMER
    assert placed.stage == PANEL


def test_swapping() -> None:
    placed = swapped(choose([PANEL, BEAMER]))
    assert (placed.console, placed.stage) == (BEAMER, PANEL)
    assert swapped(choose([PANEL])) == choose([PANEL])


def test_a_screen_reads_as_people_know_it() -> None:
    assert BEAMER.label == "EPSON PJ (HDMI-1), 1920 × 1080"
    assert replace(BEAMER, maker="", model="", serial="").label == "HDMI-1, 1920 × 1080"
    assert PANEL.label.endswith("1920 × 1080"), "in real pixels"


def test_what_is_stored_may_be_anything() -> None:
    for stored in (None, 3, [], {}, {"maker": None}, "HDMI"):
        assert ScreenId.read(stored) is None
    assert ScreenId.read({"maker": "EPSON", "x": 1}) == ScreenId("EPSON")
