# SPDX-License-Identifier: BSD-3-Clause
"""What tests of `alder run` share: a small deck, its folder, its files looked at and compared."""
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import unittest

DONE, BAD_INPUT, PHYSICS, ENVIRONMENT, STOPPED = 0, 2, 3, 4, 75
LONG = ["--set", "stages[0].steps=100000000"]


def deck(steps, frame_every, fields, checkpoint_every, execution):
    """256 atoms of a Lennard-Jones liquid."""
    return f"""
schema: 1
name: small
units: lj
system:
  lattice: {{style: fcc, density: 0.8442, repeat: [4, 4, 4], species: A}}
  velocities: {{temperature: 3.0, seed: 5}}
species: {{A: {{mass: 1.0}}}}
forcefield:
  pair: [{{style: lj/cut, cutoff: 2.5, pairs: [{{between: [A, A], epsilon: 1.0, sigma: 1.0}}]}}]
output:
  thermo: {{every: 10}}
  trajectory: {{every: {frame_every}, fields: [{fields}]}}
  checkpoint: {{every: {checkpoint_every}}}
stages: [{{name: only, timestep: 0.004, steps: {steps}, ensemble: {{type: nve}}}}]
execution: {{backend: cpu, threads: 1{execution}}}
"""


def have_h5py():
    try:
        import h5py  # noqa: F401
        return True
    except ImportError:
        return False


def contents(path):
    """Every data set of an HDF5 file as bytes, by h5dump-free means: the file's own library."""
    import h5py
    found = {}
    with h5py.File(path, "r") as file:
        file.visititems(lambda name, item: found.__setitem__(name, item[()].tobytes())
                        if isinstance(item, h5py.Dataset) else None)
    return found


def chance():
    """(random numbers, their seed): ALDER_TEST_SEED repeats those of an earlier test."""
    seed = int(os.environ.get("ALDER_TEST_SEED", random.randrange(10**6)))
    return random.Random(seed), seed


class RunFolder(unittest.TestCase):
    """A folder for each test, with the deck `DECK` of its class in it."""
    DECK = ""
    FRAME_EVERY = 1

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="alder-run-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.deck = self.folder / "small.yaml"
        self.deck.write_text(self.DECK)

    def status(self, out="out"):
        return json.loads((self.folder / out / "status.json").read_text())

    def small_disk(self):
        """A full disk in the making: a folder of 1.8 MB, unmounted after the test."""
        place = self.folder / "disk"
        place.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1800k", "tmpfs", str(place)],
                                 capture_output=True, check=False)
        if mounted.returncode != 0:
            self.skipTest("needs the right to mount a small tmpfs")
        self.addCleanup(subprocess.run, ["umount", str(place)], check=False)
        return place

    def expect_same(self, a, b):
        for name in ("small.thermo.csv",):
            self.assertEqual((self.folder / a / name).read_text(), (self.folder / b / name).read_text())
        if not have_h5py():
            self.skipTest("python3-h5py is not installed")
        for name in ("small.h5md", "small.ckpt.h5"):
            left, right = contents(self.folder / a / name), contents(self.folder / b / name)
            self.assertEqual(left.keys(), right.keys())
            for key in left:
                self.assertEqual(left[key], right[key], f"{name}: {key}")

    def check_readable(self, trajectory, seed):
        """Every frame that is announced is there."""
        if not have_h5py() or not trajectory.exists():
            return
        import h5py
        try:
            with h5py.File(trajectory, "r") as file:
                group = file["particles/trajectory"]
                steps = group["position/step"][()]
                self.assertEqual(list(steps), [self.FRAME_EVERY * k for k in range(len(steps))])
                for name in {"position", "velocity", "image"} & set(group.keys()):
                    value = group[name]["value"]
                    self.assertLessEqual(len(value), len(steps))
                    # Zeros would be a frame that is announced and not there.
                    if name == "position":
                        for k in {0, len(value) // 2, len(value) - 1} if len(value) else ():
                            self.assertGreater(value[k].max(), 1)
        except OSError as error:
            self.fail(f"seed {seed}: {trajectory} cannot be read: {error}")
