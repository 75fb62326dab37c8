#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The counts of scripts/scaling-model against those of the program, and its pages against its data.

Usage: scaling_test.py ALDER MPIRUN.
"""
import pathlib
import subprocess
import sys
import unittest

ALDER, MPIRUN = sys.argv.pop(1), sys.argv.pop(1)
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from scaling import counting, measure  # noqa: E402

measure.ENVIRONMENT["ASAN_OPTIONS"] = "detect_leaks=0"  # MPI keeps what its plug-ins took


class ScalingTest(unittest.TestCase):
    # One list, that of the crystal, serves all steps: every refresh sends the same.
    def check(self, cells, ranks):
        report = measure.run(ALDER, measure.deck(cells, steps=9), ranks, mpirun=MPIRUN)
        found = report["communication"]
        self.assertEqual((found["halo_refreshes"], report["neighbor_builds"]), (9, 1))
        counted = counting.count_crystal(cells, measure.EDGE, measure.REACH, ranks)
        self.assertGreaterEqual(report["measured_imbalance"], 1 - 1e-9)
        self.assertEqual((found["halo_messages"], found["halo_bytes"], found["halo_bytes_most"]),
                         tuple(9 * count for count in counted), f"{cells} cells, {ranks} ranks")

    def test_counts_are_those_of_the_program(self):
        for ranks in (1, 2, 4, 8):
            self.check(6, ranks)

    def test_counts_of_a_box_smaller_than_two_ranges(self):
        self.check(3, 3)

    # The mean over crystals moved against the cuts is the volume of the shell times the density.
    def test_volumes_agree_with_counts(self):
        moves = [tuple(0.03 + 0.1 * (f * k % 5) for f in (1, 2, 3)) for k in range(5)]
        counted = sum(counting.count_crystal(8, measure.EDGE, measure.REACH, 8, moved)[1]
                      for moved in moves) / len(moves)
        ghosts, messages = counting.halo(4 * 8**3, measure.DENSITY, (2, 2, 2), measure.REACH)
        self.assertAlmostEqual(counted / (8 * counting.BYTES_PER_GHOST * ghosts), 1, delta=0.02)
        self.assertEqual(messages, 7)

    def test_pages_are_made_from_their_data(self):
        result = subprocess.run([sys.executable, str(ROOT / "scripts" / "scaling-model"), "--check"],
                                capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)


if __name__ == "__main__":
    unittest.main()
