#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What `alder run` leaves behind: stops, kills, damaged files, full disks. Usage: run_test.py ALDER."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from runs import LONG, RunFolder, chance, deck, have_h5py  # noqa: E402

ALDER = sys.argv.pop(1)
KILLS = int(os.environ.get("ALDER_TEST_KILLS", "10"))


class RunTest(RunFolder):
    FRAME_EVERY = 3
    DECK = deck(steps=1500, frame_every=FRAME_EVERY, fields="position, velocity, image",
                checkpoint_every=17, execution="")

    def command(self, out="out", extra=()):
        return [ALDER, "run", str(self.deck), "--output-dir", str(self.folder / out), *extra]

    def run_alder(self, out="out", extra=(), expect=0):
        result = subprocess.run(self.command(out, extra), capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, expect, result.stdout + result.stderr)
        return result

    def start(self, out="out", extra=()):
        process = subprocess.Popen(self.command(out, extra), stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        checkpoint = self.folder / out / "small.ckpt.h5"
        deadline = time.time() + 60
        while not checkpoint.exists() and time.time() < deadline and process.poll() is None:
            time.sleep(0.01)
        return process

    def test_signals_end_with_a_checkpoint_and_75(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
            out = f"out{number}"
            process = self.start(out, LONG)
            process.send_signal(number)
            output, _ = process.communicate(timeout=60)
            self.assertEqual(process.returncode, 75)
            self.assertIn("the same command continues this run", output)
            status = self.status(out)
            self.assertEqual(status["state"], "stopped")
            self.assertEqual(status["step"], status["last_checkpoint"]["step"])

    def test_a_signal_without_checkpoints_in_the_deck_still_leaves_one(self):
        self.deck.write_text(self.DECK.replace("  checkpoint: {every: 17}\n", ""))
        process = subprocess.Popen(self.command(extra=["-q", *LONG]))
        while not (self.folder / "out" / "small.thermo.csv").exists():
            time.sleep(0.01)
        time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(timeout=60), 75)
        result = self.run_alder(extra=["--set", "stages[0].steps=3000000",
                                       "--max-walltime", "1s"], expect=75)
        self.assertIn("continuing from step", result.stderr)

    def test_a_second_signal_leaves_at_once(self):
        # A step of so many atoms takes the reference backend a good part of a second: the second
        # signal, sent when the first has been taken, comes before its end.
        process = subprocess.Popen(
            self.command(extra=["--backend", "reference", "--set",
                                "system.lattice.repeat=[12, 12, 12]", *LONG]),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while not re.match(r"\s*0 ", process.stdout.readline()):
            self.assertIsNone(process.poll(), "it ended by itself")
        process.send_signal(signal.SIGTERM)
        status = pathlib.Path(f"/proc/{process.pid}/status")
        waiting = re.compile(r"^ShdPnd:\s*0*[1-9a-f]", re.MULTILINE)
        while status.exists() and waiting.search(status.read_text()):
            time.sleep(0.001)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 128 + signal.SIGTERM)
        self.assertFalse((self.folder / "out" / "small.ckpt.h5").exists())

    def test_the_wall_clock_limit_stops_in_time(self):
        begin = time.time()
        self.run_alder(extra=[*LONG, "--max-walltime", "3s"], expect=75)
        self.assertLess(time.time() - begin, 5)
        environment = dict(os.environ, SLURM_JOB_END_TIME=str(int(time.time()) + 3))
        result = subprocess.run(self.command(extra=LONG), env=environment, capture_output=True,
                                check=False)
        self.assertEqual(result.returncode, 75)

    def test_kills_at_random_moments(self):
        # Long enough that nearly every kill meets a run that is at work.
        steps = ["--set", f"stages[0].steps={max(1500, 400 * KILLS)}"]
        self.run_alder("whole", steps)
        numbers, seed = chance()
        met = 0
        for _ in range(KILLS):
            process = subprocess.Popen(self.command("killed", steps), stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            time.sleep(numbers.uniform(0.02, 0.3))
            met += process.poll() is None
            process.kill()
            process.wait()
            self.check_readable(self.folder / "killed" / "small.h5md", seed)
        print(f"{met} of {KILLS} kills met a run at work (seed {seed})", file=sys.stderr)
        self.assertGreater(met, KILLS // 4)
        self.run_alder("killed", steps)
        self.expect_same("whole", "killed")

    def test_a_damaged_checkpoint_is_named_and_the_older_one_used(self):
        self.run_alder("whole")
        self.run_alder(extra=["--set", "stages[0].steps=100"])
        for damage in ("truncated", "flipped"):
            shutil.rmtree(self.folder / damage, ignore_errors=True)
            shutil.copytree(self.folder / "out", self.folder / damage)
            checkpoint = self.folder / damage / "small.ckpt.h5"
            data = bytearray(checkpoint.read_bytes())
            if damage == "truncated":
                data = data[:len(data) // 2]
            else:
                data[-len(data) // 3] ^= 1
            checkpoint.write_bytes(data)
            result = self.run_alder(damage)
            self.assertIn("small.ckpt.h5: error:", result.stderr)
            self.assertIn("small.ckpt.previous.h5", result.stderr)
            self.expect_same("whole", damage)

    def test_two_damaged_checkpoints_are_an_error(self):
        self.run_alder(extra=["--set", "stages[0].steps=100"])
        for name in ("small.ckpt.h5", "small.ckpt.previous.h5"):
            (self.folder / "out" / name).write_bytes(b"nothing")
        result = self.run_alder(expect=4)
        self.assertIn("--fresh", result.stderr)
        self.run_alder(extra=["--fresh", "--set", "stages[0].steps=100"])

    def test_a_finished_run_says_so(self):
        short = ["--set", "stages[0].steps=50"]
        self.run_alder(extra=short)
        before = (self.folder / "out" / "small.h5md").read_bytes()
        self.assertIn("finished", self.run_alder(extra=short).stdout)
        self.assertEqual(before, (self.folder / "out" / "small.h5md").read_bytes())

    def test_changed_physics_is_refused_by_key(self):
        self.run_alder(extra=["--set", "stages[0].steps=50"])
        for change, key in (("forcefield.pair[0].cutoff=2.4", "forcefield.pair[0].cutoff"),
                            ("stages[0].timestep=0.003", "stages[0].timestep"),
                            ("system.velocities.seed=8", "system.velocities.seed")):
            result = self.run_alder(extra=["--set", change], expect=2)
            self.assertIn(key, result.stderr)
            self.assertIn("--fresh", result.stderr)
        # Output is free to change; what cannot be continued is set aside.
        result = self.run_alder(extra=["--set", "stages[0].steps=80",
                                       "--set", "output.thermo.columns=[step, pressure]"])
        names = {path.name for path in (self.folder / "out").iterdir()}
        self.assertIn("small.thermo.until-50.csv", names)

    def test_two_runs_in_one_place_are_refused(self):
        process = self.start(extra=LONG)
        try:
            result = self.run_alder(extra=LONG, expect=4)
            self.assertIn(f"process {process.pid}", result.stderr)
        finally:
            process.kill()
            process.communicate()
        # A dead run leaves no lock behind.
        self.run_alder(extra=["--set", "stages[0].steps=20", "--fresh"])

    def test_a_folder_that_cannot_be_written_is_found_before_the_first_step(self):
        (self.folder / "file").write_text("in the way")
        result = self.run_alder("file/out", expect=4)
        self.assertNotIn("temperature", result.stdout)

    def test_a_full_disk_damages_no_frame(self):
        place = self.small_disk()
        result = self.run_alder("disk", expect=4)
        self.assertIn("No space", result.stderr)
        self.check_readable(place / "small.h5md", 0)
        if have_h5py():
            import h5py
            with h5py.File(place / "small.h5md", "r") as file:
                self.assertGreater(len(file["particles/trajectory/position/value"]), 2)

    def test_an_unstable_run_is_diagnosed(self):
        result = self.run_alder(extra=["--set", "stages[0].timestep=0.2"], expect=3)
        for text in ("atom ", "speed", "force", "stage 'only'", "Try:", "crash.h5md"):
            self.assertIn(text, result.stderr)
        status = self.status()
        self.assertEqual(status["state"], "failed")


if __name__ == "__main__":
    unittest.main()
