#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""`mpirun alder run`: signals, errors of one rank, killed ranks. Usage: ranks_test.py ALDER MPIRUN.

ALDER_TEST_KILLS is the number of killed ranks (default 6; scripts/stress: 24), ALDER_TEST_SEED
repeats their moments. Waits are long, since they only tell a job that ends from one that hangs.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from runs import (BAD_INPUT, DONE, ENVIRONMENT, LONG, PHYSICS, STOPPED, RunFolder,  # noqa: E402
                  chance, deck)

ALDER, MPIRUN = sys.argv.pop(1), sys.argv.pop(1)
KILLS = int(os.environ.get("ALDER_TEST_KILLS", "6"))
RANKS = 3
HANGS = 120  # seconds
ENVIRONMENT_OF_RANKS = dict(
    os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
    OMPI_MCA_rmaps_base_oversubscribe="1", OMPI_MCA_mpi_yield_when_idle="1", OMP_NUM_THREADS="1",
    OMPI_MCA_btl_vader_single_copy_mechanism="none",
    ASAN_OPTIONS="allocator_may_return_null=1:detect_leaks=0")  # MPI keeps what its plug-ins took


def children_of(process):
    """The processes that `process` started, at any depth."""
    found, look = [], [process]
    while look:
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(look.pop())],
                                capture_output=True, text=True, check=False)
        children = [int(word) for word in listed.stdout.split()]
        found += children
        look += children
    return found


def is_alder(process):
    try:
        return os.path.realpath(f"/proc/{process}/exe") == os.path.realpath(ALDER)
    except OSError:
        return False


class RanksTest(RunFolder):
    FRAME_EVERY = 5
    DECK = deck(steps=600, frame_every=FRAME_EVERY, fields="position, velocity",
                checkpoint_every=50, execution=", reproducible: true")

    def command(self, out, extra=(), ranks=RANKS):
        return [MPIRUN, "-n", str(ranks), ALDER, "run", str(self.deck), "--output-dir",
                str(self.folder / out), *extra]

    def run_ranks(self, out="out", extra=(), expect=DONE, ranks=RANKS):
        result = subprocess.run(self.command(out, extra, ranks), env=ENVIRONMENT_OF_RANKS,
                                capture_output=True, text=True, timeout=HANGS, check=False)
        self.assertEqual(result.returncode, expect, result.stdout + result.stderr)
        return result

    def start(self, out="out", extra=()):
        """A run that has written its first checkpoint."""
        process = subprocess.Popen(self.command(out, extra), env=ENVIRONMENT_OF_RANKS,
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(self.end, process)
        deadline = time.time() + HANGS
        while not (self.folder / out / "small.ckpt.h5").exists():
            self.assertIsNone(process.poll(), "it ended by itself")
            self.assertLess(time.time(), deadline)
            time.sleep(0.01)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def ranks_of(self, process, count):
        """The processes of the ranks, once all are there; fewer where the job is over."""
        ranks = []
        while len(ranks) < count and process.poll() is None:
            ranks = [child for child in children_of(process.pid) if is_alder(child)]
            time.sleep(0.02)
        return ranks

    def check_files(self, out="out"):
        for name in ("small.ckpt.h5", "small.h5md"):
            self.check_file(self.folder / out / name)

    def check_file(self, path):
        result = subprocess.run([ALDER, "check", str(path)], capture_output=True, text=True,
                                check=False)
        self.assertEqual(result.returncode, DONE, result.stdout + result.stderr)

    def test_usr1_through_mpirun_is_75_and_the_run_goes_on(self):
        process = self.start(extra=LONG)
        process.send_signal(signal.SIGUSR1)
        output, _ = process.communicate(timeout=HANGS)
        self.assertEqual(process.returncode, STOPPED, output)
        self.assertEqual(output.count("the same command continues this run"), 1, output)
        status = self.status()
        self.assertEqual((status["state"], status["step"]),
                         ("stopped", status["last_checkpoint"]["step"]))
        self.check_files()
        more = ["--set", f"stages[0].steps={status['step'] + 20}"]
        self.assertIn(f"continuing from step {status['step']}",
                      self.run_ranks(extra=more, ranks=2).stderr)

    # mpirun ends a job that gets TERM with a code of its own and kills it soon after.
    def test_term_through_mpirun_leaves_files_that_are_whole(self):
        process = self.start(extra=LONG)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=HANGS)
        self.assertNotEqual(process.returncode, DONE, output)
        self.check_files()

    def test_the_wall_clock_limit_stops_all_ranks_with_75(self):
        self.run_ranks(extra=[*LONG, "--max-walltime", "3s"], expect=STOPPED)
        self.check_files()

    def test_balance_by_time_is_in_the_report(self):
        report = self.folder / "report.json"
        for by in ("time", "work"):
            said = self.run_ranks(by, extra=[
                "--set", "execution.balance={threshold: 1.05, by: " + by + "}",
                "--set", "neighbor={every: 5, check: false}", "--json", str(report)])
            told = json.loads(report.read_text())["report"]
            if by == "time":
                self.assertIn("largest time over mean", said.stdout)
                self.assertGreaterEqual(min(told["imbalance_by_time"],
                                            told["imbalance_by_time_before"]), 1)
            else:
                self.assertIsNone(told["imbalance_by_time"])

    def test_an_unstable_run_is_told_once_with_3(self):
        result = self.run_ranks(extra=["--set", "stages[0].timestep=0.2"], expect=PHYSICS)
        self.assertEqual(result.stderr.count("error: the run became unstable"), 1, result.stderr)
        plain = self.run_ranks("plain", ["--set", "stages[0].timestep=0.2",
                                         "--set", "execution.reproducible=false"], expect=PHYSICS)
        self.assertEqual(plain.stderr.count("error: the run became unstable"), 1, plain.stderr)

    # Pairs so close that their force is beyond the integers of reproducible sums, which the run that
    # made the checkpoint did without.
    def test_a_checkpoint_that_cannot_be_continued_is_told_once_with_3(self):
        close = ["--set", "system.lattice={style: custom, a: 6, repeat: [2, 2, 2], species: A, "
                 "basis: [[0, 0, 0], [0.02, 0, 0]]}", "--set", "stages[0].timestep=1e-14"]
        self.run_ranks(extra=[*close, "--set", "stages[0].steps=60",
                              "--set", "execution.reproducible=false"], ranks=1)
        result = self.run_ranks(extra=close, ranks=2, expect=PHYSICS)
        self.assertEqual(result.stderr.count("cannot be continued from step 60"), 1, result.stderr)
        self.assertNotIn("MPI_ABORT", result.stderr)

    def test_an_atom_through_a_fixed_face_is_told_once_with_3(self):
        result = self.run_ranks(extra=["--set", "system.box.boundary=[periodic, periodic, fixed]"],
                                expect=PHYSICS)
        self.assertEqual(result.stderr.count("went through fixed faces"), 1, result.stderr)

    def test_a_data_file_that_is_not_there_is_told_once_with_2(self):
        result = self.run_ranks(extra=["--set", "system={read: {file: none.data}}"],
                                expect=BAD_INPUT)
        self.assertEqual(result.stderr.count("none.data"), 1, result.stderr)

    def test_a_place_that_cannot_be_written_is_told_once_with_4(self):
        (self.folder / "file").write_text("in the way")
        result = self.run_ranks("file/out", expect=ENVIRONMENT)
        self.assertEqual(result.stderr.count("file/out"), 1, result.stderr)

    def test_a_json_file_that_cannot_be_written_is_told_once_with_4(self):
        for command in ("run", "evaluate"):
            result = subprocess.run(
                [MPIRUN, "-n", "2", ALDER, command, str(self.deck), "--json", "no/such/out.json",
                 *(["--output-dir", str(self.folder / "out")] if command == "run" else [])],
                env=ENVIRONMENT_OF_RANKS, capture_output=True, text=True, timeout=HANGS, check=False)
            self.assertEqual(result.returncode, ENVIRONMENT, result.stderr)
            self.assertEqual(result.stderr.count("cannot be written"), 1, result.stderr)
            self.assertNotIn("MPI_ABORT", result.stderr)

    def test_a_bad_option_is_told_once_with_2(self):
        result = self.run_ranks(extra=["--grace", "soon"], expect=BAD_INPUT)
        self.assertEqual(result.stderr.count("soon"), 1, result.stderr)
        self.assertNotIn("MPI_ABORT", result.stderr)

    def test_a_full_disk_is_told_once_with_4(self):
        self.small_disk()
        result = self.run_ranks("disk", LONG, expect=ENVIRONMENT)
        self.assertEqual(result.stderr.count("No space"), 1, result.stderr)

    def test_killed_ranks_end_the_job_and_the_run_goes_on(self):
        numbers, seed = chance()
        for k in range(KILLS):
            process = subprocess.Popen(self.command("killed", LONG), env=ENVIRONMENT_OF_RANKS,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self.addCleanup(self.end, process)
            ranks = self.ranks_of(process, RANKS)
            self.assertEqual(len(ranks), RANKS, f"it ended by itself (seed {seed})")
            time.sleep(numbers.uniform(0, 1.5))
            os.kill(numbers.choice(ranks), signal.SIGKILL)
            begin = time.time()
            try:
                code = process.wait(timeout=HANGS)
            except subprocess.TimeoutExpired:
                self.fail(f"kill {k} of seed {seed}: the job hangs")
            self.assertNotEqual(code, DONE)
            while any(is_alder(rank) for rank in ranks):
                self.assertLess(time.time() - begin, HANGS, f"kill {k} of seed {seed}: ranks stay")
                time.sleep(0.02)
            print(f"kill {k}: over after {time.time() - begin:.2f} s", file=sys.stderr)
        self.check_files("killed")
        status = self.status("killed")
        self.assertEqual(status["state"], "running")
        last = self.run_ranks("killed", [*LONG, "--max-walltime", "2s"], STOPPED, ranks=2)
        self.assertIn("continuing from step", last.stderr)

    # What comes of it in the end is what comes of a run that nobody killed.
    def test_runs_of_two_ranks_survive_kills_exactly(self):
        steps = ["--set", f"stages[0].steps={1000 + 500 * KILLS}"]
        self.run_ranks("whole", steps, ranks=2)
        numbers, seed = chance()
        met = 0
        for k in range(KILLS):
            process = subprocess.Popen(self.command("killed", steps, ranks=2),
                                       env=ENVIRONMENT_OF_RANKS, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            self.addCleanup(self.end, process)
            ranks = self.ranks_of(process, 2)
            time.sleep(numbers.uniform(0, 0.4))
            try:
                os.kill(numbers.choice(ranks), signal.SIGKILL)
            except (ProcessLookupError, IndexError):
                pass
            met += process.wait(timeout=HANGS) != DONE
            while any(is_alder(rank) for rank in ranks):
                time.sleep(0.02)
            self.check_readable(self.folder / "killed" / "small.h5md", f"{seed}, kill {k}")
            for name in ("small.ckpt.h5", "small.ckpt.previous.h5"):
                if (self.folder / "killed" / name).exists():
                    self.check_file(self.folder / "killed" / name)
        print(f"{met} of {KILLS} kills met a run at work (seed {seed})", file=sys.stderr)
        self.assertGreater(met, KILLS // 4)
        self.run_ranks("killed", steps, ranks=2)
        self.expect_same("whole", "killed")


if __name__ == "__main__":
    unittest.main()
