#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The command-line program: exit codes, what goes to which stream, the JSON it writes.

Usage: program_test.py ALDER [unittest options]
"""

import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ALDER = ""
DONE, BAD_INPUT, ENVIRONMENT, STOPPED = 0, 2, 4, 75
DECK = """\
schema: 1
units: lj
system:
  lattice: {style: fcc, density: 0.8442, repeat: [3, 3, 3], species: A}
  velocities: {temperature: 1.44, seed: 1}
species:
  A: {mass: 1.0}
forcefield:
  pair:
    - {style: lj/cut, cutoff: 2.5, pairs: [{between: [A, A], epsilon: 1.0, sigma: 1.0}]}
output:
  thermo: {every: 5, columns: [step, temperature, pxy, density]}
stages:
  - {name: melt, timestep: 0.005, steps: 10, ensemble: {type: nve}}
"""
EVALUATE_KEYS = ["units", "n_atoms", "energy", "pressure_tensor", "pressure_tensor_full",
                 "kinetic_energy", "temperature", "volume", "forces"]
ENERGY_KEYS = ["total", "pair", "vdw", "coul", "kspace", "tail", "bond", "angle", "dihedral",
               "improper"]
ROW_KEYS = ["step", "time", "temperature", "potential_energy", "kinetic_energy", "total_energy",
            "pressure", "pressure_tensor"]


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write("deck.yaml", DECK)

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def alder(self, *arguments):
        return subprocess.run([ALDER, *arguments], cwd=self.folder, capture_output=True, text=True,
                              timeout=120, check=False)

    def assert_fails(self, result, code, text):
        """Ends with the code and says why on stderr, nothing on stdout."""
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertIn(text, result.stderr)
        self.assertEqual(result.stdout, "")

    def has_cuda(self):
        return not re.search(r"CUDA\s+not compiled in", self.alder("info").stdout)


class ExitCodes(Program):
    def test_a_run_is_done(self):
        result = self.alder("run", "deck.yaml")
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertIn("temperature", result.stdout)

    def test_quiet_prints_nothing(self):
        result = self.alder("run", "deck.yaml", "-q")
        self.assertEqual((result.returncode, result.stdout, result.stderr), (DONE, "", ""))

    def test_a_price_gives_a_cost(self):
        result = self.alder("run", "deck.yaml", "--price", "3600/core-h", "--threads", "2",
                            "--json", "out.json")
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertRegex(result.stdout, r"cost [0-9.e-]+ \(2 cores for [0-9.e-]+ h\), [0-9.e+-]+ per tau")
        report = json.loads((self.folder / "out.json").read_text())["report"]
        self.assertAlmostEqual(report["cost"], 2 * report["wall_seconds"], delta=1e-9)
        self.assertIsNone(report["energy_joules"])
        for wrong in ("cheap", "2.5", "-1/gpu-h", "2/moon"):
            self.assert_fails(self.alder("run", "deck.yaml", f"--price={wrong}"), BAD_INPUT,
                              "is no price")

    def test_a_deck_error_is_2_with_its_place(self):
        self.write("deck.yaml", DECK.replace("epsilon: 1.0", "epsilon: -1.0"))
        for command in ("run", "evaluate", "check"):
            result = self.alder(command, "deck.yaml")
            self.assert_fails(result, BAD_INPUT, "deck.yaml:10:")
            self.assertIn("epsilon must be >= 0 (got -1.0)", result.stderr)

    def test_what_only_the_system_shows_is_told_with_its_place(self):
        open_box = "  box: {boundary: [fixed, periodic, periodic]}\n  velocities"
        tail = DECK.replace("2.5,", "2.5, tail: true,").replace("  velocities", open_box)
        charges = DECK.replace("- {style", "- {style: coul/debye, kappa: 1, cutoff: 3}\n    - {style")
        for deck, text in (
                (tail, "deck.yaml:11:42: error: forcefield.pair[0].tail needs a box that is"),
                (charges, "deck.yaml:10:15: error: forcefield.pair[0].style coul/debye acts between"),
                (DECK.replace("2.5", "90000"), "deck.yaml:4:3: error: system.box is too thin")):
            self.write("deck.yaml", deck)
            self.assert_fails(self.alder("evaluate", "deck.yaml"), BAD_INPUT, text)

    def test_a_missing_deck_is_2(self):
        self.assert_fails(self.alder("run", "none.yaml"), BAD_INPUT, "there is no such file")

    def test_a_missing_data_file_is_2(self):
        self.write("deck.yaml", re.sub(r"  lattice:.*", "  read: {file: none.data}", DECK))
        self.assert_fails(self.alder("evaluate", "deck.yaml"), BAD_INPUT, "none.data")

    def test_options_that_are_not_there_are_2(self):
        for arguments in (("run", "deck.yaml", "--fast"), ("fly",), ("run",),
                          ("run", "deck.yaml", "--backend", "abacus"), ()):
            result = self.alder(*arguments)
            self.assertEqual(result.returncode, BAD_INPUT, arguments)
            self.assertNotEqual(result.stderr + result.stdout, "")

    def test_a_bad_override_is_2(self):
        result = self.alder("run", "deck.yaml", "--set", "stages.0.stepps=3")
        self.assert_fails(result, BAD_INPUT, "did you mean 'steps'?")
        self.assertIn("--set stages.0.stepps=3", result.stderr)

    def test_an_absent_gpu_is_4(self):
        if self.has_cuda():
            self.skipTest("this binary has CUDA")
        self.assert_fails(self.alder("run", "deck.yaml", "--backend", "cuda"), ENVIRONMENT,
                          "not compiled with CUDA")

    def test_ranks_say_what_is_wrong_once(self):
        mpirun = shutil.which("mpirun")
        if mpirun is None or "MPI           compiled in" not in self.alder("info").stdout:
            self.skipTest("there is no mpirun, or this binary has no MPI")
        environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1",
                           OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", OMP_NUM_THREADS="1",
                           OMPI_MCA_rmaps_base_oversubscribe="1",
                           ASAN_OPTIONS="detect_leaks=0")  # MPI keeps what its plug-ins took
        for wrong, code, text in (("epsilon: -1.0", BAD_INPUT, "must be >= 0 (got -1.0)"),
                                  ("epsilon: 1.0", ENVIRONMENT, "not compiled with CUDA")):
            if code == ENVIRONMENT and self.has_cuda():
                continue
            self.write("deck.yaml", DECK.replace("epsilon: 1.0", wrong))
            result = subprocess.run(
                [mpirun, "-n", "3", ALDER, "run", "deck.yaml", "--backend",
                 "cuda" if code == ENVIRONMENT else "cpu"],
                cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120,
                check=False)
            self.assertEqual(result.returncode, code, result.stderr)
            self.assertEqual(result.stderr.count(text), 1, result.stderr)

    def test_a_file_that_cannot_be_written_is_4(self):
        result = self.alder("evaluate", "deck.yaml", "--json", "no/such/folder/out.json")
        self.assert_fails(result, ENVIRONMENT, "no/such/folder/out.json")

    def test_a_long_run_is_told_before_it_begins_that_its_json_cannot_be_written(self):
        self.write("deck.yaml", DECK.replace("steps: 10,", "steps: 1000000000,"))
        for place in ("no/such/folder/out.json", "."):
            result = self.alder("run", "deck.yaml", "--json", place)
            self.assert_fails(result, ENVIRONMENT, "cannot be written")

    def test_an_interrupt_stops_soon_with_75(self):
        deck = DECK.replace("steps: 10,", "steps: 1000000000,")
        self.write("deck.yaml", deck)
        for number in (signal.SIGINT, signal.SIGTERM):
            with subprocess.Popen([ALDER, "run", "deck.yaml", "--json", "out.json"],
                                  cwd=self.folder, stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True) as process:
                while "melt" not in (line := process.stdout.readline()) and not re.match(
                        r"\s*\d+ ", line):
                    self.assertIsNone(process.poll(), "it ended by itself")
                sent = time.monotonic()
                process.send_signal(number)
                process.communicate(timeout=60)
                self.assertLess(time.monotonic() - sent, 20)
                self.assertEqual(process.returncode, STOPPED)
            report = json.loads((self.folder / "out.json").read_text())["report"]
            self.assertLess(report["steps"], 1000000000)
            for leftover in self.folder.glob("*.h5"):
                leftover.unlink()


class Information(Program):
    def test_version(self):
        result = self.alder("--version")
        self.assertEqual(result.returncode, DONE)
        self.assertRegex(result.stdout, r"^alder \d+\.\d+\.\d+ \(\w+\)\n$")

    def test_help(self):
        result = self.alder("--help")
        self.assertEqual(result.returncode, DONE)
        for command in ("run", "evaluate", "check", "info"):
            self.assertIn(command, result.stdout)

    def test_info_lists_what_there_is(self):
        result = self.alder("info")
        self.assertEqual(result.returncode, DONE)
        for word in ("CPU threads", "CUDA", "MPI", "lj/cut"):
            self.assertIn(word, result.stdout)

    def test_check_describes_the_system(self):
        result = self.alder("check", "deck.yaml")
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertIn("108 atoms of 1 species", result.stdout)
        self.assertIn("in order", result.stdout)

    def test_the_effective_deck_is_a_deck(self):
        first = self.alder("check", "deck.yaml", "--effective").stdout
        self.write("effective.yaml", first)
        second = self.alder("check", "effective.yaml", "--effective").stdout
        self.assertEqual(first.replace("name: \"alder\"", ""),
                         second.replace("name: \"alder\"", ""))


class Json(Program):
    def test_evaluate_has_the_keys_and_no_others(self):
        result = self.alder("evaluate", "deck.yaml")
        self.assertEqual(result.returncode, DONE, result.stderr)
        self.assertEqual(result.stderr, "")
        values = json.loads(result.stdout)
        self.assertEqual(list(values), EVALUATE_KEYS)
        self.assertEqual(list(values["energy"]), ENERGY_KEYS)
        self.assertEqual(values["units"], "lj")
        self.assertEqual(values["n_atoms"], 108)
        self.assertEqual(len(values["forces"]), 108)
        self.assertTrue(all(len(f) == 3 for f in values["forces"]))
        self.assertEqual(len(values["pressure_tensor"]), 6)
        self.assertEqual(len(values["pressure_tensor_full"]), 6)
        self.assertAlmostEqual(values["volume"], 108 / 0.8442, places=10)
        self.assertAlmostEqual(values["temperature"], 1.44, places=12)

    def test_evaluate_writes_the_same_to_a_file(self):
        printed = self.alder("evaluate", "deck.yaml", "--threads", "1").stdout
        result = self.alder("evaluate", "deck.yaml", "--threads", "1", "--json", "out.json")
        self.assertEqual((result.returncode, result.stdout), (DONE, ""))
        self.assertEqual(json.loads((self.folder / "out.json").read_text()), json.loads(printed))

    def test_numbers_have_all_their_digits(self):
        text = self.alder("evaluate", "deck.yaml").stdout
        self.assertEqual(json.dumps(json.loads(text)["energy"]["total"]),
                         re.search(r'"total": ([^,\s]+)', text).group(1))
        self.assertGreater(len(re.search(r'"total": -?([\d.]+)', text).group(1)), 15)

    def test_run_writes_a_report_and_rows(self):
        result = self.alder("run", "deck.yaml", "-q", "--json", "out.json")
        self.assertEqual(result.returncode, DONE, result.stderr)
        values = json.loads((self.folder / "out.json").read_text())
        self.assertEqual(list(values), ["report", "thermo"])
        report = values["report"]
        for key in ("atom_steps_per_second", "wall_seconds", "steps"):
            self.assertIn(key, report)
        self.assertEqual(report["steps"], 10)
        self.assertGreater(report["wall_seconds"], 0)
        self.assertEqual([row["step"] for row in values["thermo"]], [0, 5, 10])
        for row in values["thermo"]:
            self.assertEqual(list(row), ROW_KEYS + ["pxy", "density"])
            self.assertEqual(len(row["pressure_tensor"]), 6)
            self.assertEqual(row["pxy"], row["pressure_tensor"][3])
            self.assertAlmostEqual(row["density"], 0.8442, places=12)
            self.assertAlmostEqual(row["total_energy"],
                                   row["potential_energy"] + row["kinetic_energy"], places=9)

    def test_backends_and_overrides_are_obeyed(self):
        values = {}
        for backend in ("cpu", "reference"):
            result = self.alder("run", "deck.yaml", "-q", "--fresh", "--backend", backend,
                                "--precision", "double", "--json", "out.json", "--set",
                                "stages.0.steps=3")
            self.assertEqual(result.returncode, DONE, result.stderr)
            values[backend] = json.loads((self.folder / "out.json").read_text())
            self.assertEqual(values[backend]["report"]["steps"], 3)
        self.assertIn("reference", values["reference"]["report"]["device"])
        self.assertIn("cpu", values["cpu"]["report"]["device"])
        rows = [values[b]["thermo"][-1]["total_energy"] for b in ("cpu", "reference")]
        self.assertAlmostEqual(rows[0], rows[1], places=8)

    def test_auto_takes_the_cpu_where_there_is_no_gpu(self):
        if self.has_cuda():
            self.skipTest("this binary has CUDA")
        self.alder("run", "deck.yaml", "-q", "--backend", "auto", "--json", "out.json")
        report = json.loads((self.folder / "out.json").read_text())["report"]
        self.assertIn("cpu", report["device"])


if __name__ == "__main__":
    ALDER = os.path.abspath(sys.argv.pop(1))
    unittest.main(verbosity=1)
