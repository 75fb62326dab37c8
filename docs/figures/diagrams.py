#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Draws the diagrams of docs/architecture.md as SVG. Usage: diagrams.py [FOLDER]"""
import pathlib
import sys
from xml.sax.saxutils import escape

INK, LINE, SOFT = "#1d2d3a", "#8795a1", "#5c6b77"
COLOURS = {"input": "#fdf0d5", "state": "#dceefb", "physics": "#e3f4e1", "run": "#ece6f6",
           "door": "#fde2e0", "device": "#f1f3f5"}

# Rows of src/ from the top; each room: name, what it is, colour, width in columns of twelve.
ROOMS = [
    [("app", "the program alder: a client of alder.hpp like any other", "door", 12)],
    [("api", "alder.hpp: Deck, Simulation, Snapshot, Error", "door", 12)],
    [("simulation", "Engine: one timestep; Run: stages, cadences, signals", "run", 12)],
    [("observe", "thermo, triggers", "run", 3), ("io", "H5MD, checkpoints, tables", "run", 5),
     ("reference", "all pairs, O(N\u00b2): the oracle", "physics", 4)],
    [("pair", "one header per potential; loops", "physics", 6),
     ("integrate", "velocity Verlet, Langevin", "physics", 6)],
    [("force", "the interface: cutoff, add(context, want)", "physics", 12)],
    [("domain", "ranks, migration, ghosts", "state", 6),
     ("neighbor", "cells, lists, when to rebuild", "state", 6)],
    [("atoms", "frame and box, per-atom fields, snapshots, lattices, readers", "state", 12)],
    [("deck", "schema, YAML, units, errors with lines", "input", 7),
     ("backend", "device, buffer, for_each, reduce", "device", 5)],
    [("base", "platform, errors, vectors, units, random numbers", "device", 12)],
]


class Drawing:
    """An SVG that grows by boxes, texts and arrows."""

    def __init__(self, width, height):
        self.size = (width, height)
        self.parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" font-family="DejaVu Sans, Helvetica, sans-serif">',
            '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" '
            f'markerHeight="7" orient="auto"><path d="M0 0 L10 5 L0 10 z" fill="{LINE}"/></marker>'
            "</defs>", f'<rect width="{width}" height="{height}" fill="white"/>']

    def box(self, x, y, w, h, fill, dashed=False):
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.parts.append(f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="6" fill="{fill}" '
                          f'stroke="{LINE}" stroke-width="1"{dash}/>')

    def text(self, x, y, text, size=13, bold=False, colour=INK, anchor="start", mono=False):
        weight = ' font-weight="bold"' if bold else ""
        family = ' font-family="DejaVu Sans Mono, monospace"' if mono else ""
        self.parts.append(f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" '
                          f'text-anchor="{anchor}"{weight}{family}>{escape(text)}</text>')

    def arrow(self, *points):
        path = " L".join(f"{x} {y}" for x, y in points)
        self.parts.append(f'<path d="M{path}" fill="none" stroke="{LINE}" stroke-width="1.6" '
                          'marker-end="url(#tip)"/>')

    def save(self, path):
        path.write_text("\n".join([*self.parts, "</svg>"]) + "\n")


def draw_tree(path):
    height, gap, left, column = 46, 10, 20, 56
    d = Drawing(900, 30 + len(ROOMS) * (height + gap) + 30)
    top = 24
    for row, rooms in enumerate(ROOMS):
        x, y = left, top + row * (height + gap)
        for name, what, colour, columns in rooms:
            w = columns * column - (gap if rooms[-1][0] != name else 0)
            d.box(x, y, w, height, COLOURS[colour])
            d.text(x + 12, y + 19, f"src/{name}", 13, bold=True, mono=True)
            d.text(x + 12, y + 36, what, 11.5, colour=SOFT)
            x += columns * column
    x = left + 12 * column + 16
    first, last = top + 4 * (height + gap), top + 9 * (height + gap) - gap
    d.box(x, first, 172, last - first, COLOURS["device"], dashed=True)
    d.text(x + 12, first + 22, "cuda", 13, bold=True, mono=True)
    for k, line in enumerate(["kernels for what src/", "declares; includes src/,", "is never included by it.", "",
                              "Three seams,", "launch.cuh,", "algorithms.cuh,", "intrinsics.cuh,",
                              "have an emulated twin", "for tests without a GPU."]):
        d.text(x + 12, first + 46 + 17 * k, line, 11.5, colour=SOFT)
    d.text(left, d.size[1] - 14,
           "A room includes rooms below it, never beside or above (domain and neighbor know each "
           "other). scripts/check-layers checks it.", 11.5, colour=SOFT)
    d.save(path)


STEP = [
    ("integrator.first_half", "kick, drift; the wrap is integer overflow", "physics"),
    ("neighbors.stale?", "has any atom, on any rank, moved by half the skin?", "state"),
    ("", "", ""),
    ("forces: add(context, want)", "energy and virial only when wanted; may refresh or fold ghost fields", "physics"),
    ("integrator.second_half", "kick", "physics"),
    ("observers, keepers", "thermo row, callback, frame, checkpoint: each when due", "run"),
]


def draw_step(path):
    d = Drawing(900, 450)
    x, w, h, gap = 230, 440, 46, 22
    y = 20
    centres = []
    for name, what, colour in STEP:
        if name:
            d.box(x, y, w, h, COLOURS[colour])
            d.text(x + w / 2, y + 19, name, 13, bold=True, anchor="middle", mono=True)
            d.text(x + w / 2, y + 36, what, 11.5, colour=SOFT, anchor="middle")
            centres.append(y)
        else:
            for bx, label, title, lines in [
                    (60, "yes", "rebuild", ["migrate, sort by cell, ghosts, list"]),
                    (480, "no", "refresh ghosts", ["positions of ghosts, nothing else"])]:
                d.box(bx, y, 360, h, COLOURS["state"])
                d.text(bx + 180, y + 19, title, 13, bold=True, anchor="middle", mono=True)
                d.text(bx + 180, y + 36, lines[0], 11.5, colour=SOFT, anchor="middle")
                middle = bx + 180
                d.arrow((450, y - gap), (450, y - gap / 2), (middle, y - gap / 2), (middle, y))
                d.text(middle + (8 if bx > 300 else -8), y - gap / 2 - 4, label, 11, colour=SOFT,
                       anchor="start" if bx > 300 else "end")
                d.arrow((middle, y + h), (middle, y + h + gap / 2), (450, y + h + gap / 2),
                        (450, y + h + gap))
        y += h + gap
    for a, b in zip(centres, centres[1:]):
        if b - a == h + gap:
            d.arrow((450, a + h), (450, b))
    last, first = centres[-1] + h / 2, centres[0] + h / 2
    d.arrow((x, last), (30, last), (30, first), (x, first))
    d.text(42, first - 8, "next step", 11, colour=SOFT)
    d.text(690, centres[0] + 20, "StepState: step, time,", 11.5, colour=SOFT)
    d.text(690, centres[0] + 36, "timestep", 11.5, colour=SOFT)
    d.save(path)


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
    draw_tree(folder / "tree.svg")
    draw_step(folder / "step.svg")


if __name__ == "__main__":
    main()
