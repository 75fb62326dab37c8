#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""The templates of examples/hpc: they parse, use options that exist, and queue again at 75 only.

Usage: hpc_test.py ALDER EXAMPLES [MPIRUN]. The scripts run with stand-ins for the scheduler.
"""
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

ALDER, EXAMPLES = sys.argv.pop(1), pathlib.Path(sys.argv.pop(1)).resolve()
MPIRUN = sys.argv.pop(1) if len(sys.argv) > 1 and not sys.argv[1].startswith("-") else None
SCRIPTS = sorted([*EXAMPLES.glob("*.sh"), EXAMPLES / "mpirun-usr1"])
HANGS = 120  # seconds

STAND_INS = {
    # Drops its own options and runs the rest.
    "srun": '#!/bin/bash\nwhile [[ $1 == -* ]]; do shift; done\nexec "$@"\n',
    "mpirun-usr1": '#!/bin/bash\nwhile [[ $1 != alder ]]; do shift; done\nexec "$@"\n',
    "scontrol": '#!/bin/bash\necho "scontrol $*" >>"$RECORD"\n',
    "qsub": '#!/bin/bash\necho "qsub $*" >>"$RECORD"\n',
    "alder": '#!/bin/bash\necho "alder $*" >>"$RECORD"\nexit "$CODE"\n',
}


class Templates(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="alder-hpc-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        for name, text in STAND_INS.items():
            (self.folder / name).write_text(text)
            (self.folder / name).chmod(0o755)
        self.record = self.folder / "record"
        self.environment = dict(os.environ, RECORD=str(self.record), SLURM_JOB_ID="41",
                                SLURM_ARRAY_JOB_ID="40", SLURM_ARRAY_TASK_ID="3",
                                PATH=f"{self.folder}:{os.environ['PATH']}")

    def run_script(self, name, code):
        self.record.write_text("")
        result = subprocess.run(["bash", str(EXAMPLES / name), "melt.yaml"], cwd=self.folder,
                                env=dict(self.environment, CODE=str(code)), capture_output=True,
                                text=True, timeout=HANGS, check=False)
        self.assertEqual(result.returncode, code, result.stderr)
        return self.record.read_text()

    def test_scripts_parse(self):
        self.assertGreater(len(SCRIPTS), 4)
        for script in SCRIPTS:
            subprocess.run(["bash", "-n", str(script)], check=True)
            self.assertTrue(os.access(script, os.X_OK), script)
            if shutil.which("shellcheck"):
                result = subprocess.run(["shellcheck", "--exclude=SC2154,SC2086", str(script)],
                                        capture_output=True, text=True, check=False)
                self.assertEqual(result.returncode, 0, result.stdout)

    def test_options_exist(self):
        options = subprocess.run([ALDER, "run", "--help"], capture_output=True, text=True,
                                 check=True).stdout
        used = 0
        for file in EXAMPLES.iterdir():
            for line in re.sub(r"\\\n", " ", file.read_text()).splitlines():
                at = line.find("alder run ")
                if at < 0 or line.lstrip().startswith("#"):
                    continue
                for option in re.findall(r"--[a-z-]+", line[at:]):
                    used += 1
                    self.assertIn(option, options, f"{file.name}: {line}")
        self.assertGreater(used, 8)

    def test_75_is_queued_again_and_nothing_else(self):
        for name, again in (("slurm-one-gpu.sh", "scontrol requeue 41"),
                            ("slurm-nodes.sh", "scontrol requeue 41"),
                            ("slurm-array.sh", "scontrol requeue 40_3"),
                            ("pbs.sh", "qsub -v DECK=")):
            self.assertIn(again, self.run_script(name, 75))
            for code in (0, 1, 2, 3, 4):
                record = self.run_script(name, code)
                self.assertIn("alder run", record)
                self.assertNotIn("scontrol", record)
                self.assertNotIn("qsub", record)

    def test_array_tasks_differ(self):
        record = self.run_script("slurm-array.sh", 0)
        self.assertIn("--set system.velocities.temperature=1.0 --output-dir T1.0", record)

    def test_kubernetes_files(self):
        import yaml
        job = yaml.safe_load((EXAMPLES / "kubernetes-job.yaml").read_text())
        self.assertEqual((job["apiVersion"], job["kind"]), ("batch/v1", "Job"))
        pod = job["spec"]["template"]["spec"]
        rules = job["spec"]["podFailurePolicy"]["rules"]
        names = {container["name"] for container in pod["containers"]}
        for rule in rules:
            if "onExitCodes" in rule:
                self.assertIn(rule["onExitCodes"]["containerName"], names)
        self.assertEqual(rules[0]["onExitCodes"]["values"], [75])
        self.assertEqual(pod["restartPolicy"], "Never")  # what podFailurePolicy asks for
        self.check_pod(pod)
        grace = int(re.sub("s$", "", pod["containers"][0]["command"][-1]))
        self.assertLess(grace, pod["terminationGracePeriodSeconds"])
        mpi = yaml.safe_load((EXAMPLES / "kubernetes-mpijob.yaml").read_text())
        self.assertEqual((mpi["apiVersion"], mpi["kind"]), ("kubeflow.org/v2beta1", "MPIJob"))
        replicas = mpi["spec"]["mpiReplicaSpecs"]
        for kind in ("Launcher", "Worker"):
            self.check_pod(replicas[kind]["template"]["spec"])
        command = replicas["Launcher"]["template"]["spec"]["containers"][0]["command"]
        ranks = int(command[command.index("-np") + 1])
        self.assertEqual(ranks, mpi["spec"]["slotsPerWorker"] * replicas["Worker"]["replicas"])

    def check_pod(self, pod):
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        volumes = {volume["name"] for volume in pod["volumes"]}
        for container in pod["containers"]:
            for mount in container["volumeMounts"]:
                self.assertIn(mount["name"], volumes)

    def test_images(self):
        known = {"FROM", "ARG", "RUN", "COPY", "WORKDIR", "USER", "ENTRYPOINT", "CMD"}
        text = re.sub(r"\\\n", " ", (EXAMPLES / "Containerfile").read_text())
        lines = [line.split(None, 1) for line in text.splitlines()
                 if line.strip() and not line.startswith("#")]
        self.assertEqual({word for word, _ in lines} - known, set())
        self.assertEqual(lines[0][0], "FROM")
        user = [rest for word, rest in lines if word == "USER"]
        self.assertTrue(user and user[-1] not in ("root", "0"))
        root = EXAMPLES.parent.parent
        for word, rest in lines:
            if word == "COPY" and not rest.startswith("--from"):
                self.assertTrue((root / rest.split()[0]).exists(), rest)
        recipe = (EXAMPLES / "alder.def").read_text()
        self.assertRegex(recipe, r"(?m)^Bootstrap: docker\nFrom: \S+$")
        sections = re.findall(r"(?m)^%(\w+)$", recipe)
        self.assertEqual(sections, ["files", "post", "runscript", "test"])
        post = recipe.split("%post\n")[1].split("\n%")[0]
        subprocess.run(["sh", "-n"], input=post, text=True, check=True)

    def test_every_file_is_explained(self):
        readme = (EXAMPLES / "README.md").read_text()
        for file in EXAMPLES.iterdir():
            if file.name != "README.md":
                self.assertIn(f"`{file.name}`", readme)

    def test_term_becomes_75(self):
        if MPIRUN is None:
            self.skipTest("this build has no MPI")
        deck = EXAMPLES.parent.parent / "inputs" / "lj_melt.yaml"
        environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1",
                           OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", OMP_NUM_THREADS="1",
                           OMPI_MCA_rmaps_base_oversubscribe="1",
                           OMPI_MCA_mpi_yield_when_idle="1",
                           ASAN_OPTIONS="detect_leaks=0",  # MPI keeps what its plug-ins took
                           PATH=f"{pathlib.Path(MPIRUN).parent}:{os.environ['PATH']}")
        process = subprocess.Popen(
            [str(EXAMPLES / "mpirun-usr1"), "-n", "2", ALDER, "run", str(deck), "--backend", "cpu",
             "--output-dir", str(self.folder / "out"), "--set", "stages[0].steps=100000000",
             "--set", "system.lattice.repeat=[4, 4, 4]"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        table = self.folder / "out" / "lj-melt.thermo.csv"
        while not (table.exists() and table.read_text().count("\n") > 2):
            self.assertIsNone(process.poll(), "it ended by itself")
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=HANGS)
        self.assertEqual(process.returncode, 75, output)
        # Its own code comes back too where it ends at once.
        result = subprocess.run([str(EXAMPLES / "mpirun-usr1"), "-n", "2", ALDER, "run", "none"],
                                env=environment, capture_output=True, timeout=HANGS, check=False)
        self.assertEqual(result.returncode, 2)


if __name__ == "__main__":
    unittest.main()
