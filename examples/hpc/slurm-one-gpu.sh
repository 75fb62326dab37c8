#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
# One process on one GPU. Submit with: sbatch slurm-one-gpu.sh deck.yaml
#SBATCH --job-name=alder
#SBATCH --nodes=1 --ntasks=1 --cpus-per-task=8 --gpus=1
#SBATCH --time=04:00:00
#SBATCH --requeue --open-mode=append
#SBATCH --signal=USR1@120
# Preemption sends TERM to this script too; the step gets it by itself, so only wait for its end.
trap 'echo "TERM: waiting for the checkpoint"' TERM

export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}
srun --cpu-bind=cores alder run "${1:-deck.yaml}" --backend cuda --grace 60s
code=$?
[ $code -eq 75 ] && scontrol requeue "$SLURM_JOB_ID"
exit $code
