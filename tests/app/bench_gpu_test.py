#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""scripts/bench-gpu without a GPU: the program computes on the CPU, the sanitizer is a recording.

Usage: bench_gpu_test.py ALDER BENCH_GPU [unittest options]
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ALDER = BENCH = ""
# Runs ALDER on the CPU where the GPU is asked for, and adds times of kernels as a GPU's would look.
PROGRAM = """#!/usr/bin/env python3
import json, os, subprocess, sys
arguments = ["cpu" if a == "cuda" else a for a in sys.argv[1:]]
code = subprocess.call([{alder!r}, *arguments])
if "ALDER_KERNEL_TIMES" in os.environ and "--json" in arguments:
    path = arguments[arguments.index("--json") + 1]
    out = json.load(open(path))
    out["report"]["device"] = "NVIDIA H100 80GB HBM3 (GPU 0)"
    out["report"]["kernels"] = {{
        "pair lj/cut": {{"seconds": 0.04, "launches": 20}},
        "a kernel without a model": {{"seconds": 0.001, "launches": 10}}}}
    json.dump(out, open(path, "w"))
sys.exit(code)
"""
# What NVIDIA's tool prints around the output of the program it runs.
TOOL = """#!/bin/sh
while [ "$1" != --error-exitcode ]; do [ "$1" = --tool ] && tool=$2; shift; done
shift 2
echo "========= COMPUTE-SANITIZER"
{before}
"$@"
case $tool in
  racecheck) echo "========= RACECHECK SUMMARY: {errors} hazards displayed ({errors} errors, 0 warnings)" ;;
  *) echo "========= ERROR SUMMARY: {errors} errors" ;;
esac
"""


class BenchGpu(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write("alder", PROGRAM.format(alder=ALDER))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o755)

    def bench(self, errors=0, before=":", minutes=4):
        self.write("compute-sanitizer", TOOL.format(errors=errors, before=before))
        out = self.folder / "bench.json"
        done = subprocess.run(
            [BENCH, "--alder", str(self.folder / "alder"), "--json", str(out), "--sizes", "4", "5",
             "--kernel-size", "5", "--max-steps", "40", "--minutes", str(minutes)],
            capture_output=True, text=True, check=False, timeout=280,
            env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"})
        return done, json.loads(out.read_text())

    def test_every_part_and_the_table(self):
        done, result = self.bench()
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertGreaterEqual(len(result["correctness"]), 2)
        self.assertEqual([s["tool"] for s in result["sanitizer"]],
                         ["memcheck", "racecheck", "synccheck", "initcheck"])
        self.assertEqual([s["atoms"] for s in result["speed"]], [256, 256, 500, 500])
        pair, other = result["kernels"]["mixed"]
        self.assertEqual((pair["kernel"], pair["launches"]), ("pair lj/cut", 20))
        self.assertAlmostEqual(pair["microseconds"], 2000)
        # 500 atoms: 4 bytes a neighbor, 12 of the row's head, 16 of position and 32 of force.
        self.assertEqual(pair["bound"], "memory")
        self.assertAlmostEqual(pair["share_of_roofline"], pair["gigabytes_per_second"] / 3350)
        per_atom = pair["gigabytes_per_second"] * 1e9 * 2e-3 / 500
        self.assertTrue(4 * 60 + 60 < per_atom < 4 * 95 + 60, per_atom)
        self.assertIsNone(other["gigabytes_per_second"])
        self.assertIsNone(other["share_of_roofline"])
        parts = ["correctness:", "compute-sanitizer memcheck", "500 atoms double", "kernels at"]
        self.assertEqual(sorted(parts, key=done.stdout.index), parts)
        self.assertIn("all checks passed", done.stdout)
        self.assertRegex(done.stdout, r"pair lj/cut +2000\.0 +20 +\d+  \d+ % of memory")
        self.assertRegex(done.stdout, r"\n +500 +double +\d")

    def test_errors_of_the_sanitizer(self):
        done, result = self.bench(errors=3)
        self.assertEqual(done.returncode, 1)
        self.assertEqual([s["errors"] for s in result["sanitizer"]], [3, 3, 3, 3])
        self.assertIn("SOME CHECKS FAILED", done.stdout)

    def test_a_tool_that_hangs_leaves_the_other_parts(self):
        done, result = self.bench(before="sleep 250", minutes=0.5)
        self.assertEqual(result["sanitizer"], [])
        self.assertIn("compute-sanitizer: memcheck", result["left_out"])
        self.assertTrue(result["speed"], done.stdout)
        self.assertIn("left out for lack of time", done.stdout)


if __name__ == "__main__":
    ALDER, BENCH = sys.argv[1], sys.argv[2]
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
