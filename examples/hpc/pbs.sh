#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
# MPI ranks on two nodes under PBS. Submit with: qsub -v DECK=deck.yaml pbs.sh
#PBS -N alder
#PBS -l select=2:ncpus=32:mpiprocs=32
#PBS -l walltime=12:00:00
#PBS -j oe
cd "${PBS_O_WORKDIR:-.}" || exit 4

# PBS has no variable for the end of the job: keep --max-walltime below walltime. A run that was
# stopped by it, or by a TERM to this script, is submitted again.
trap 'again=yes; kill -USR1 $job 2>/dev/null' TERM
mpirun-usr1 --bind-to core alder run "${DECK:-deck.yaml}" --backend cpu --max-walltime 11h55m &
job=$!
again=yes
while [ -n "$again" ]; do # a trapped signal ends `wait` early
  again=
  wait $job
  code=$?
done
[ $code -eq 75 ] && qsub -v DECK="${DECK:-deck.yaml}" pbs.sh
exit $code
