#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Draws the picture of the README: the Lennard-Jones crystal melts.

Usage: melt.py FRAMES.extxyz RUN.json OUT.png
Above, three frames seen in perspective, atoms coloured by the symmetry of their surroundings
(Kelchner, Plimpton and Hamilton, Phys. Rev. B 58, 11085, 1998: twelve nearest neighbors taken in
opposite pairs; zero in a perfect crystal). Below, what `alder run --json` says of the same run.
"""
import json
import re
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from PIL import Image
from scipy.spatial import cKDTree

ORDERED_TO_MOLTEN = LinearSegmentedColormap.from_list(
    "melt", ["#2b6cb0", "#4f9bd9", "#a9d6e5", "#f3dfa2", "#f4a259", "#d1495b"])


def read_frames(path):
    """Yields (time, box edge, positions) of each frame of a cubic extended XYZ file."""
    with open(path) as file:
        while line := file.readline():
            n = int(line)
            info = file.readline()
            edge = float(re.search(r'Lattice="(\S+)', info)[1])
            time = float(re.search(r"Time=(\S+)", info)[1])
            rows = [file.readline().split()[1:4] for _ in range(n)]
            yield time, edge, np.array(rows, float) % edge


def asymmetry(positions, edge):
    """Per atom, the centro-symmetry parameter over twice the mean squared neighbor distance."""
    tree = cKDTree(positions, boxsize=edge)
    _, near = tree.query(positions, 13)
    d = positions[near[:, 1:]] - positions[:, None]
    d -= edge * np.round(d / edge)
    pair = ((d[:, :, None] + d[:, None]) ** 2).sum(-1)
    first, second = np.triu_indices(12, 1)
    smallest = np.sort(pair[:, first, second], axis=1)[:, :6].sum(1)
    return smallest / (2 * (d**2).sum(-1).sum(-1) / 12)


def render(positions, edge, colours, size=900, radius=0.56):
    """An image of spheres in perspective, seen from above a corner of the box; light from the left."""
    azimuth, elevation = np.radians(33), np.radians(24)
    to_eye = np.array([np.cos(elevation) * np.cos(azimuth),
                       np.cos(elevation) * np.sin(azimuth), np.sin(elevation)])
    right = np.array([-np.sin(azimuth), np.cos(azimuth), 0])
    up = np.cross(to_eye, right)
    centred = positions - edge / 2
    depth = centred @ to_eye
    distance = 3.6 * edge
    zoom = distance / (distance - depth)
    column, row = (centred @ right) * zoom, -(centred @ up) * zoom
    fit = 0.97 * size / max(np.ptp(column), np.ptp(row))
    column = size / 2 + fit * (column - (column.min() + column.max()) / 2)
    row = size / 2 + fit * (row - (row.min() + row.max()) / 2)
    zoom *= fit

    image = np.ones((size, size, 4)) * [1, 1, 1, 0]
    nearest = np.full((size, size), -np.inf)
    light = np.array([-0.45, 0.55, 0.70])
    light /= np.linalg.norm(light)
    for i in np.argsort(-depth):
        r = radius * zoom[i]
        x0, x1 = int(column[i] - r), int(column[i] + r) + 2
        y0, y1 = int(row[i] - r), int(row[i] + r) + 2
        if nearest[int(row[i]), int(column[i])] > depth[i] + 3:
            continue  # far behind what is drawn already
        x = (np.arange(x0, x1) - column[i]) / r
        y = (np.arange(y0, y1)[:, None] - row[i]) / r
        z2 = 1 - x**2 - y**2
        inside = z2 > 0
        z = np.sqrt(np.where(inside, z2, 0))
        surface = depth[i] + radius * z
        front = inside & (surface > nearest[y0:y1, x0:x1])
        shade = np.clip(x * light[0] - y * light[1] + z * light[2], 0, 1)
        gloss = np.clip(shade, 0, 1) ** 24
        haze = np.clip((depth[i] / edge + 1.1) / 1.25, 0.45, 1)
        colour = colours[i] * (0.42 + 0.75 * shade[..., None]) * (0.4 + 0.6 * z[..., None] ** 0.5)
        colour = np.clip(colour + 0.28 * gloss[..., None], 0, 1)
        colour = haze * colour + (1 - haze) * np.array([0.86, 0.90, 0.94])
        image[y0:y1, x0:x1][front] = np.concatenate([colour, np.ones_like(z)[..., None]], -1)[front]
        nearest[y0:y1, x0:x1][front] = surface[front]
    return image.reshape(size // 2, 2, size // 2, 2, 4).mean((1, 3))  # smooth edges


def draw_run(axis, rows, n_atoms, times):
    time = [row["time"] for row in rows]
    axis.plot(time, [row["temperature"] for row in rows], color="#d1495b", lw=2)
    axis.set_ylabel("temperature", color="#d1495b")
    axis.set_xlabel("time / \u03c4")
    axis.set_xlim(0, time[-1])
    other = axis.twinx()
    other.plot(time, [row["potential_energy"] / n_atoms for row in rows], color="#12355b", lw=2)
    other.plot(time, [row["total_energy"] / n_atoms for row in rows], color="#7d8597", lw=1.5, ls="--")
    other.set_ylabel("energy per atom", color="#12355b")
    other.annotate("total", (0.8 * time[-1], rows[-1]["total_energy"] / n_atoms), (0, 5),
                   textcoords="offset points", color="#7d8597")
    other.annotate("potential", (0.8 * time[-1], rows[-1]["potential_energy"] / n_atoms), (0, 5),
                   textcoords="offset points", color="#12355b")
    for t in times:
        if t <= time[-1]:
            axis.axvline(t, color="#adb5bd", lw=1, ls=":", zorder=0)
    for one in (axis, other):
        one.spines["top"].set_visible(False)


def main(frames_file, run_file, out_file):
    frames = list(read_frames(frames_file))
    with open(run_file) as file:
        run = json.load(file)
    figure = plt.figure(figsize=(10, 5.4), dpi=110)
    grid = figure.add_gridspec(2, len(frames), height_ratios=[1.9, 1], hspace=0.22, wspace=0.0,
                               left=0.065, right=0.925, top=1.0, bottom=0.095)
    for k, (time, edge, positions) in enumerate(frames):
        axis = figure.add_subplot(grid[0, k])
        colours = ORDERED_TO_MOLTEN(np.clip(asymmetry(positions, edge) / 0.9, 0, 1))[:, :3]
        axis.imshow(render(positions, edge, colours), interpolation="lanczos")
        axis.set_title(f"t = {time:g} \u03c4", y=-0.1, fontsize=11, color="#333333")
        axis.axis("off")
    draw_run(figure.add_subplot(grid[1, :]), run["thermo"], run["report"]["n_atoms"],
             [time for time, _, _ in frames])
    figure.canvas.draw()
    picture = Image.fromarray(np.asarray(figure.canvas.buffer_rgba())).convert("RGB")
    picture.quantize(128, dither=Image.Dither.NONE).save(out_file, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
