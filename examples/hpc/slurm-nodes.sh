#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
# MPI ranks on the cores of several nodes. Submit with: sbatch slurm-nodes.sh deck.yaml
#SBATCH --job-name=alder
#SBATCH --nodes=4 --ntasks-per-node=32 --cpus-per-task=1
#SBATCH --time=12:00:00
#SBATCH --requeue --open-mode=append
#SBATCH --signal=USR1@120
trap 'echo "TERM: waiting for the checkpoint"' TERM

export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1} OMP_PROC_BIND=close
srun --cpu-bind=cores --mpi=pmix alder run "${1:-deck.yaml}" --backend cpu --grace 60s
code=$?
[ $code -eq 75 ] && scontrol requeue "$SLURM_JOB_ID"
exit $code
