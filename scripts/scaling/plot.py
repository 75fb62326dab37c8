# SPDX-License-Identifier: BSD-3-Clause
"""Curves and points over a number of GPUs, as SVG."""
import math
from xml.sax.saxutils import escape

LEFT, TOP, WIDTH, HEIGHT = 70, 40, 430, 300
COLOURS = ("#0b6e4f", "#c1440e", "#2a4d9b", "#8a5a9e", "#444444", "#b8860b", "#00798c", "#7a1f1f")


class Axis:
    """Values to pixels, along logarithms where wanted."""

    def __init__(self, low, high, begin, end, logarithmic):
        self.low, self.high, self.begin, self.end = low, high, begin, end
        self.logarithmic = logarithmic

    def at(self, value):
        if self.logarithmic:
            share = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            share = (value - self.low) / (self.high - self.low)
        return self.begin + share * (self.end - self.begin)


def text(x, y, words, anchor="start", size=12, turn=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}"{turn}>'
            f"{escape(words)}</text>")


def line(x1, y1, x2, y2, colour="#ddd", width=1):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colour}" stroke-width="{width}"/>')


def number(value):
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def draw(title, y_title, x_ticks, y_ticks, curves, logarithmic=False):
    """`curves`: (name, [(gpus, value)], "line", "dashes" or "points")."""
    x = Axis(x_ticks[0], x_ticks[-1], LEFT, LEFT + WIDTH, True)
    y = Axis(y_ticks[0], y_ticks[-1], TOP + HEIGHT, TOP, logarithmic)
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="960" height="400" '
             'font-family="DejaVu Sans, Helvetica, sans-serif">',
             '<rect width="960" height="400" fill="white"/>', text(LEFT, 22, title, size=14)]
    for tick in x_ticks:
        parts += [line(x.at(tick), TOP, x.at(tick), TOP + HEIGHT),
                  text(x.at(tick), TOP + HEIGHT + 18, number(tick), "middle")]
    for tick in y_ticks:
        parts += [line(LEFT, y.at(tick), LEFT + WIDTH, y.at(tick)),
                  text(LEFT - 8, y.at(tick) + 4, number(tick), "end")]
    for k, (name, points, kind) in enumerate(curves):
        colour = COLOURS[k % len(COLOURS)]
        inside = [(x.at(gpus), y.at(min(max(value, y.low), y.high))) for gpus, value in points]
        if kind == "points":
            parts += [f'<rect x="{a - 4:.1f}" y="{b - 4:.1f}" width="8" height="8" '
                      f'fill="{colour}"/>' for a, b in inside]
        else:
            dashes = ' stroke-dasharray="6 4"' if kind == "dashes" else ""
            path = " ".join(f"{a:.1f},{b:.1f}" for a, b in inside)
            parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" '
                         f'stroke-width="2"{dashes}/>')
            parts += [f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3" fill="{colour}"/>'
                      for a, b in inside]
        at = TOP + 12 + 22 * k
        parts += [line(LEFT + WIDTH + 16, at - 4, LEFT + WIDTH + 36, at - 4, colour, 2),
                  text(LEFT + WIDTH + 42, at, name, size=11)]
        if kind == "points":
            parts.append(f'<rect x="{LEFT + WIDTH + 22}" y="{at - 8}" width="8" height="8" '
                         f'fill="{colour}"/>')
    middle = TOP + HEIGHT / 2
    parts += [text(LEFT + WIDTH / 2, TOP + HEIGHT + 40, "GPUs", "middle"),
              text(16, middle, y_title, "middle", turn=f' transform="rotate(-90 16 {middle})"')]
    return "\n".join([*parts, "</svg>"]) + "\n"
