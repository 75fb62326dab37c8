#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Opens Alder's trajectories in other programs and compares with an extxyz file of the same run.

Usage: readers_test.py ALDER. ALDER_TEST_MDANALYSIS may name the Python of a newer MDAnalysis.
"""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import numpy as np

ALDER = str(pathlib.Path(sys.argv.pop(1)).resolve())

# What MDAnalysis reads, as JSON: positions, velocities, boxes, times.
MDANALYSIS = """
import json, sys, warnings
warnings.simplefilter("ignore")
import MDAnalysis
if sys.argv[2] == "units":
    u = MDAnalysis.Universe(sys.argv[1])
else:  # reduced numbers have no units: convert_units=False needs a topology of its own
    import h5py
    n = len(h5py.File(sys.argv[1])["particles/trajectory/id"])
    u = MDAnalysis.Universe.empty(n)
    u.load_new(sys.argv[1], convert_units=False)
frames = [dict(position=ts.positions.tolist(), velocity=ts.velocities.tolist(),
               dimensions=[float(x) for x in ts.dimensions], time=float(ts.time)) for ts in u.trajectory]
print(json.dumps(dict(version=MDAnalysis.__version__, frames=frames)))
"""

DECKS = {
    "lj": """
schema: 1
name: lj
units: lj
system:
  lattice: {style: fcc, density: 0.8442, repeat: [3, 3, 4], species: [A, B, A, A]}
  velocities: {temperature: 2.0, seed: 3}
species: {A: {mass: 1.0}, B: {mass: 2.5}}
forcefield:
  mixing: arithmetic
  pair: [{style: lj/cut, cutoff: 1.8, pairs: [{between: [A, A], epsilon: 1.0, sigma: 1.0},
                                              {between: [B, B], epsilon: 1.2, sigma: 0.9}]}]
output: {trajectory: {every: 20, fields: [position, velocity, image, force]}}
stages: [{name: only, timestep: 0.004, steps: 100, ensemble: {type: nve}}]
""",
    "real": """
schema: 1
name: real
units: real
system:
  lattice: {style: custom, a: 5.4 angstrom, repeat: [4, 4, 4], species: Ar,
            basis: [[0, 0, 0], [0.5, 0.5, 0], [0.5, 0, 0.5], [0, 0.5, 0.5]],
            vectors: [[1, 0, 0], [0.2, 1, 0], [0.1, -0.1, 1]]}
  velocities: {temperature: 90 K, seed: 3}
species: {Ar: {mass: 39.948 g/mol}}
forcefield:
  pair: [{style: lj/cut, cutoff: 8 angstrom,
          pairs: [{between: [Ar, Ar], epsilon: 0.238 kcal/mol, sigma: 3.405 angstrom}]}]
output: {trajectory: {every: 20, fields: [position, velocity, image, force],
                      compression: {gzip: 1}}}
stages: [{name: only, timestep: 2 fs, steps: 100, ensemble: {type: nve}}]
"""}


def read_extxyz(path):
    """Frames of an extxyz file, read with nothing but text operations."""
    frames, lines = [], iter(path.read_text().splitlines())
    for first in lines:
        n = int(first)
        comment = next(lines)
        cell = np.array(comment.split('Lattice="')[1].split('"')[0].split(), float).reshape(3, 3)
        rows = [next(lines).split() for _ in range(n)]
        frames.append({
            "cell": cell, "time": float(comment.split("Time=")[1].split()[0]),
            "step": int(comment.split("Step=")[1].split()[0]), "species": [row[0] for row in rows],
            "position": np.array([row[1:4] for row in rows], float),
            "id": np.array([row[4] for row in rows], int),
            "velocity": np.array([row[5:8] for row in rows], float),
            "force": np.array([row[8:11] for row in rows], float)})
    return frames


def dimensions_of(cell):
    """a, b, c, alpha, beta, gamma."""
    lengths = np.linalg.norm(cell, axis=1)
    cosine = [np.dot(cell[i], cell[j]) / lengths[i] / lengths[j] for i, j in ((1, 2), (0, 2), (0, 1))]
    return [*lengths, *np.degrees(np.arccos(cosine))]


class Readers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="alder-readers-"))
        for name, deck in DECKS.items():
            (cls.folder / f"{name}.yaml").write_text(deck)
            cls.alder("run", f"{name}.yaml", "-q")
            cls.alder("convert", f"{name}.h5md", f"{name}.extxyz")

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def alder(cls, *arguments, expect=0):
        result = subprocess.run([ALDER, *arguments], cwd=cls.folder, capture_output=True, text=True,
                                check=False)
        assert result.returncode == expect, result.stdout + result.stderr
        return result

    def compare_mdanalysis(self, python):
        if subprocess.run([python, "-c", "import MDAnalysis"], capture_output=True,
                          check=False).returncode != 0:
            self.skipTest(f"{python} has no MDAnalysis")
        for name in DECKS:
            result = subprocess.run([python, "-c", MDANALYSIS, str(self.folder / f"{name}.h5md"),
                                     "native" if name == "lj" else "units"], capture_output=True,
                                    text=True, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)
            data = json.loads(result.stdout)
            frames = read_extxyz(self.folder / f"{name}.extxyz")
            self.assertEqual(len(data["frames"]), 6)
            self.assertEqual(len(frames), 6)
            # MDAnalysis turns nm and ps into angstrom and ps; the extxyz file has angstrom and fs.
            velocity, time = (1, 1) if name == "lj" else (1e3, 1e-3)
            for theirs, ours in zip(data["frames"], frames):
                np.testing.assert_allclose(theirs["position"], ours["position"], rtol=0, atol=3e-6)
                np.testing.assert_allclose(theirs["velocity"], velocity * ours["velocity"], rtol=2e-6,
                                           atol=1e-6 * velocity)
                np.testing.assert_allclose(theirs["dimensions"], dimensions_of(ours["cell"]), rtol=1e-6)
                np.testing.assert_allclose(theirs["time"], time * ours["time"], rtol=1e-9, atol=1e-12)

    def test_mdanalysis_of_the_system(self):
        self.compare_mdanalysis("/usr/bin/python3")

    def test_newer_mdanalysis(self):
        python = os.environ.get("ALDER_TEST_MDANALYSIS")
        if not python:
            self.skipTest("ALDER_TEST_MDANALYSIS names no Python with a newer MDAnalysis")
        self.compare_mdanalysis(python)

    def test_h5py(self):
        try:
            import h5py
        except ImportError:
            self.skipTest("python3-h5py is not installed")
        frames = read_extxyz(self.folder / "real.extxyz")
        with h5py.File(self.folder / "real.h5md", "r") as file:
            group = file["particles/trajectory"]
            self.assertEqual(list(file["particles"]), ["all", "system", "trajectory"])
            self.assertEqual(group["position/value"].attrs["unit"], "nm")
            self.assertEqual(list(group["position/step"]), [frame["step"] for frame in frames])
            self.assertEqual(group["box/edges/time"], group["position/time"])
            self.assertIn("lj/cut", file["parameters/alder"].attrs["deck"])
            np.testing.assert_array_equal(group["id"], frames[0]["id"])
            for k, frame in enumerate(frames):
                np.testing.assert_allclose(10 * group["position/value"][k], frame["position"],
                                           rtol=0, atol=3e-6)
                np.testing.assert_allclose(10 * group["box/edges/value"][k], frame["cell"], rtol=1e-12)
                # kJ/mol/nm per kcal/mol/angstrom
                np.testing.assert_allclose(group["force/value"][k] / 41.84, frame["force"], rtol=1e-5,
                                           atol=1e-6)
                inside = np.linalg.solve(group["box/edges/value"][k].T, group["position/value"][k].T)
                self.assertTrue((inside > -1e-6).all() and (inside < 1 + 1e-6).all())

    def test_any_number_of_ranks_leaves_the_same_file(self):
        mpirun = shutil.which("mpirun")
        if mpirun is None or "MPI           compiled in" not in self.alder("info").stdout:
            self.skipTest("there is no mpirun, or this binary has no MPI")
        try:
            import h5py
        except ImportError:
            self.skipTest("python3-h5py is not installed")
        environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1",
                           OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", OMP_NUM_THREADS="1",
                           OMPI_MCA_rmaps_base_oversubscribe="1", OMPI_MCA_mpi_yield_when_idle="1",
                           ASAN_OPTIONS="detect_leaks=0")  # MPI keeps what its plug-ins took
        files = []
        for ranks in (1, 2, 3, 4, 8):
            subprocess.run(
                [mpirun, "-n", str(ranks), ALDER, "run", "real.yaml", "-q", "--backend", "cpu",
                 "--output-dir", f"ranks{ranks}", "--set", "execution.reproducible=true", "--set",
                 "output.trajectory.chunk_atoms=30", "--set", "output.trajectory.compression.gzip=0"],
                cwd=self.folder, env=environment, capture_output=True, check=True, timeout=120)
            files.append({})
            with h5py.File(self.folder / f"ranks{ranks}" / "real.h5md", "r") as file:
                file.visititems(lambda name, item: files[-1].__setitem__(name, item[()].tobytes())
                                if isinstance(item, h5py.Dataset) else None)
        self.assertEqual(len(files[0]["particles/trajectory/position/value"]), 6 * 256 * 12)
        for other in files[1:]:
            self.assertEqual(files[0], other)

    def test_a_run_continues_from_a_frame(self):
        deck = DECKS["real"].split("system:")[0] + (
            "system: {read: {file: real.h5md, frame: -1}}\nspecies:" + DECKS["real"].split("\nspecies:")[1])
        (self.folder / "more.yaml").write_text(deck.replace("name: real", "name: more"))
        self.alder("run", "more.yaml", "-q", "--set", "stages[0].steps=20")
        self.alder("convert", "more.h5md", "more.extxyz")
        last, first = read_extxyz(self.folder / "real.extxyz")[-1], read_extxyz(self.folder / "more.extxyz")[0]
        np.testing.assert_allclose(first["position"], last["position"], rtol=0, atol=6e-6)
        np.testing.assert_allclose(first["velocity"], last["velocity"], rtol=1e-5, atol=1e-9)
        np.testing.assert_allclose(first["force"], last["force"], rtol=1e-3, atol=1e-3)

    def test_open_boxes_stay_open(self):
        slab = pathlib.Path(__file__).resolve().parents[2] / "inputs" / "slab.yaml"
        self.alder("run", str(slab), "-q", "--set", "stages[0].steps=20", "--set",
                   "output.trajectory=[{every: 10, fields: [position, velocity]}]")
        self.alder("convert", "slab.h5md", "slab.extxyz")
        self.alder("convert", "slab.h5md", "slab.lammpstrj")
        self.assertEqual((self.folder / "slab.extxyz").read_text().count('pbc="T T F"'), 3)
        # The file does not tell fixed faces from those that follow the atoms.
        dump = (self.folder / "slab.lammpstrj").read_text()
        self.assertEqual(dump.count("ITEM: BOX BOUNDS pp pp ff\n"), 3)
        text = slab.read_text()
        again = text.split("  lattice:")[0] + "  read: {file: slab.h5md, frame: -1}\nspecies:" \
            + text.split("\nspecies:")[1]
        (self.folder / "again.yaml").write_text(again.replace("name: slab", "name: again"))
        self.alder("run", "again.yaml", "-q", "--set", "stages[0].steps=20")

    def test_other_formats_and_back(self):
        self.alder("convert", "lj.h5md", "lj.lammpstrj")
        self.alder("convert", "lj.h5md", "lj.data")
        self.alder("convert", "lj.h5md", "plain.xyz", "--frame", "2")
        frames = read_extxyz(self.folder / "lj.extxyz")
        text = (self.folder / "lj.lammpstrj").read_text()
        self.assertEqual(text.count("ITEM: TIMESTEP"), 6)
        block = text.split("ITEM: TIMESTEP\n")[3].split("fx fy fz\n")[1].split()
        rows = np.array(block, float).reshape(-1, 14)
        np.testing.assert_allclose(rows[:, 2:5], frames[2]["position"], rtol=1e-7)
        plain = (self.folder / "plain.xyz").read_text().splitlines()
        self.assertEqual(len(plain), 2 + len(frames[2]["id"]))
        for source, count in (("lj.extxyz", 6), ("lj.data", 1)):
            self.alder("convert", source, "back.h5md", "--deck", "lj.yaml")
            self.alder("convert", "back.h5md", "back.extxyz")
            back = read_extxyz(self.folder / "back.extxyz")
            self.assertEqual(len(back), count)
            np.testing.assert_allclose(back[-1]["position"], frames[-1]["position"], atol=3e-6)
            self.assertEqual(back[-1]["species"], frames[-1]["species"])

    def test_all_frames_of_an_extxyz_file_must_have_the_same_atoms(self):
        text = (self.folder / "lj.extxyz").read_text().splitlines()
        n = int(text[0])
        shorter = [str(n - 1), *text[1:n + 1]]  # the first frame without its last atom
        (self.folder / "uneven.extxyz").write_text("\n".join(text + shorter) + "\n")
        result = self.alder("convert", "uneven.extxyz", "uneven.h5md", "--deck", "lj.yaml", expect=2)
        self.assertIn("frame 6 has other atoms", result.stderr)

    def test_lammps_reads_the_data_file(self):
        if not shutil.which("lmp"):
            self.skipTest("lmp is not installed")
        self.alder("convert", "lj.h5md", "for_lammps.data")
        (self.folder / "in.check").write_text(
            "units lj\natom_style atomic\nread_data for_lammps.data\npair_style lj/cut 1.8\n"
            "pair_coeff 1 1 1 1\npair_coeff 2 2 1.2 0.9\npair_modify mix arithmetic\n"
            "thermo_style custom step pe ke\nthermo_modify format float %.12g\nrun 0\n")
        result = subprocess.run(["lmp", "-in", "in.check", "-log", "none"], cwd=self.folder,
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stdout)
        rows = result.stdout.split("Step")[1].splitlines()
        potential, kinetic = (float(x) for x in rows[1].split()[1:3])
        table = (self.folder / "lj.thermo.csv").read_text().splitlines()
        last = dict(zip(table[0].split(","), map(float, table[-1].split(","))))
        n = len(read_extxyz(self.folder / "lj.extxyz")[0]["id"])
        self.assertAlmostEqual(potential, last["potential_energy"] / n, delta=2e-5)
        self.assertAlmostEqual(kinetic, last["kinetic_energy"] / n, delta=2e-5)

    def test_check_finds_what_is_wrong(self):
        self.assertIn("in order", self.alder("check", "lj.h5md").stdout)
        try:
            import h5py
        except ImportError:
            self.skipTest("python3-h5py is not installed")
        shutil.copy(self.folder / "lj.h5md", self.folder / "bad.h5md")
        with h5py.File(self.folder / "bad.h5md", "r+") as file:
            file["particles/trajectory/position/step"][3] = 20
            file["particles/trajectory/position/value"][4, 0, 0] = np.nan
            del file["h5md/creator"]
        result = self.alder("check", "bad.h5md", expect=2)
        for text in ("step 20 follows step 40", "frame 4 holds", "creator"):
            self.assertIn(text, result.stderr)
        self.assertIn("last good frame: 3", result.stdout)


if __name__ == "__main__":
    unittest.main()
