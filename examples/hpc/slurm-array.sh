#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
# Twelve temperatures, at most four at a time; each is queued again until it is done.
# Submit with: sbatch slurm-array.sh deck.yaml
#SBATCH --job-name=alder-array
#SBATCH --array=0-11%4
#SBATCH --nodes=1 --ntasks=1 --cpus-per-task=4
#SBATCH --time=01:00:00
#SBATCH --requeue --open-mode=append
#SBATCH --signal=USR1@60
trap 'echo "TERM: waiting for the checkpoint"' TERM

temperatures=(0.7 0.8 0.9 1.0 1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8)
temperature=${temperatures[${SLURM_ARRAY_TASK_ID:-0}]}
export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}
srun --cpu-bind=cores alder run "${1:-deck.yaml}" --grace 30s \
  --set "system.velocities.temperature=$temperature" --output-dir "T$temperature"
code=$?
[ $code -eq 75 ] && scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
exit $code
