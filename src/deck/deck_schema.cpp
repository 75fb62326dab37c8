// SPDX-License-Identifier: BSD-3-Clause
#include "deck/deck_schema.hpp"

#include <cmath>

#include "base/error.hpp"

namespace alder::schema {
namespace {

using nlohmann::ordered_json;

void check_ensemble(const Reader& r, const Node& n, EnsembleDeck& ensemble) {
  if (ensemble.type == EnsembleDeck::Type::nvt && !ensemble.thermostat) {
    r.error(n, "needs a 'thermostat' with type nvt, e.g. {style: langevin, ...}");
  }
  if (ensemble.type == EnsembleDeck::Type::nve && ensemble.thermostat) {
    r.error(n, "takes no 'thermostat' with type nve; use type: nvt");
  }
}

Codec<EnsembleDeck> ensemble_codec() {
  const auto thermostat =
      Record<ThermostatDeck>("thermostat")
          .required("style", &ThermostatDeck::style,
                    choice<ThermostatDeck::Style>({{"langevin", ThermostatDeck::Style::langevin}}),
                    "langevin: BAOAB splitting, noise keyed by seed, step and atom id.")
          .required("temperature", &ThermostatDeck::temperature,
                    number(dimension::temperature, Bound::non_negative), "Target temperature.")
          .required("friction", &ThermostatDeck::friction,
                    number(dimension::inverse_time, Bound::non_negative),
                    "Rate at which momentum is forgotten (1 / LAMMPS' damp).")
          .required("seed", &ThermostatDeck::seed, seed(), "Seed of the noise.")
          .codec();
  return Record<EnsembleDeck>("ensemble")
      .required("type", &EnsembleDeck::type,
                choice<EnsembleDeck::Type>(
                    {{"nve", EnsembleDeck::Type::nve}, {"nvt", EnsembleDeck::Type::nvt}}),
                "nve: constant energy (velocity Verlet); nvt: constant temperature.")
      .field("thermostat", &EnsembleDeck::thermostat, optional(thermostat),
             "nvt: how the temperature is kept.")
      .check(check_ensemble)
      .codec();
}

// Turns a duration into steps.
void check_stage(const Reader& r, const Node& n, StageDeck& stage) {
  if (stage.duration && n.find("steps") != nullptr) {
    return r.error(n, "takes 'steps' or 'duration', not both");
  }
  if (!stage.duration) {
    if (n.find("steps") == nullptr) r.error(n, "needs 'steps' or 'duration'");
    return;
  }
  const double steps = std::round(*stage.duration / stage.timestep);
  if (steps > 9e15) return r.error(n, "has a duration of more than 9e15 steps");
  stage.steps = static_cast<std::int64_t>(steps);
}

Codec<TrajectoryDeck> trajectory_codec() {
  return Record<TrajectoryDeck>("trajectory")
      .field("file", &TrajectoryDeck::file, text(), "File name; default: the deck's name + .h5md.")
      .field("every", &TrajectoryDeck::every, cadence(1), "Steps (or time) between frames.")
      .field("fields", &TrajectoryDeck::fields,
             list_of(word({"position", "velocity", "force", "image", "potential_energy"})),
             "What a frame holds.")
      .field("precision", &TrajectoryDeck::double_precision,
             choice<bool>(
                 {{"single", false}, {"double", true}, {"float32", false}, {"float64", true}}),
             "Floating-point type in the file.")
      .field(
          "compression", &TrajectoryDeck::compression,
          Record<CompressionDeck>("compression")
              .field("gzip", &CompressionDeck::gzip, integer(0, 9), "Level; 0: none.")
              .field("shuffle", &CompressionDeck::shuffle, boolean(), "Byte shuffle before gzip.")
              .codec(),
          "Lossless compression.")
      .field("unwrap", &TrajectoryDeck::unwrap, boolean(),
             "Write unwrapped positions instead of wrapped ones with images.")
      .field("unit_system", &TrajectoryDeck::native_units,
             choice<bool>({{"nm-ps-kJ", false}, {"native", true}}),
             "Units in the file; lj decks always write reduced numbers.")
      .field("xdmf", &TrajectoryDeck::xdmf, boolean(), "Write an XDMF sidecar for ParaView.")
      .field("chunk_atoms", &TrajectoryDeck::chunk_atoms, integer(1),
             "Most atoms in a piece of the file that is compressed, or written by one rank.")
      .codec();
}

}  // namespace

Codec<NeighborDeck> neighbor_codec() {
  return Record<NeighborDeck>("neighbor")
      .field("skin", &NeighborDeck::skin, optional(number(dimension::length, Bound::non_negative)),
             "Added to the cutoff when pairs are listed; default 0.3 in lj, 2 angstrom otherwise.")
      .field(
          "rebuild", &NeighborDeck::check,
          [] {
            Codec<bool> codec = choice<bool>({{"auto", true}});
            codec.dump = [](const Units&, const bool&) { return ordered_json(); };
            return codec;
          }(),
          "auto: whenever an atom moved by half the skin (same as the defaults below).")
      .field("every", &NeighborDeck::every, integer(1), "Consider a rebuild every so many steps.")
      .field("delay", &NeighborDeck::delay, integer(0),
             "Not before so many steps after the last rebuild.")
      .field("check", &NeighborDeck::check, boolean(),
             "Rebuild only if an atom moved by more than half the skin.")
      .codec();
}

Codec<OutputDeck> output_codec() {
  const auto thermo =
      Record<ThermoDeck>("thermo")
          .field("every", &ThermoDeck::every, cadence(1), "Steps (or time) between rows.")
          .field(
              "columns", &ThermoDeck::columns,
              list_of(word({"step", "time", "temperature", "potential_energy", "kinetic_energy",
                            "total_energy", "pair_energy", "tail_energy", "pressure", "pxx", "pyy",
                            "pzz", "pxy", "pxz", "pyz", "volume", "density", "enthalpy"})),
              "Columns of the table.")
          .codec();
  const auto checkpoint =
      Record<CheckpointDeck>("checkpoint")
          .field("file", &CheckpointDeck::file, text(), "File name; default: <name>.ckpt.h5.")
          .field("every", &CheckpointDeck::every, cadence(1),
                 "Steps (or time) between checkpoints.")
          .field("every_walltime", &CheckpointDeck::every_walltime, optional(wall_clock()),
                 "Wall-clock time between checkpoints; default: 15 min where `every` is not given.")
          .field("keep", &CheckpointDeck::keep, integer(2, 2), "How many are kept.")
          .codec();
  return Record<OutputDeck>("output")
      .field("thermo", &OutputDeck::thermo, thermo, "The thermodynamic table.")
      .field("trajectory", &OutputDeck::trajectory, list_of(trajectory_codec(), true),
             "H5MD trajectories.")
      .field("checkpoint", &OutputDeck::checkpoint, optional(checkpoint), "Restart files.")
      .codec();
}

Codec<StageDeck> stage_codec() {
  return Record<StageDeck>("stage")
      .field("name", &StageDeck::name, text(), "Shown in reports.")
      .required("timestep", &StageDeck::timestep, number(dimension::time, Bound::positive),
                "Timestep.")
      .field("steps", &StageDeck::steps, integer(0), "Number of steps.")
      .field("duration", &StageDeck::duration,
             optional(number(dimension::time, Bound::non_negative)),
             "Simulated time, instead of `steps`.")
      .required("ensemble", &StageDeck::ensemble, ensemble_codec(), "What is held constant.")
      .check(check_stage)
      .codec();
}

Codec<ExecutionDeck> execution_codec() {
  const auto balance =
      Record<BalanceDeck>("balance")
          .field("threshold", &BalanceDeck::threshold, number(dimension::none, Bound::positive),
                 "Largest work of a rank over the mean above which cuts are moved; at least 1.")
          .field("by", &BalanceDeck::by,
                 choice<BalanceBy>({{"work", BalanceBy::work}, {"time", BalanceBy::time}}),
                 "work: the entries of neighbor lists, the same in every run; time: what they "
                 "take, where ranks differ in speed. Then two runs of a deck agree to the bit only "
                 "where they are reproducible. GPUs always go by work.")
          .check([](const Reader& r, const Node& n, BalanceDeck& b) {
            if (b.threshold < 1) {
              r.error(n, "needs a 'threshold' of at least 1, where all ranks have the same work");
            }
          })
          .codec();
  return Record<ExecutionDeck>("execution")
      .field("backend", &ExecutionDeck::backend,
             choice<Backend>({{"auto", Backend::automatic},
                              {"cpu", Backend::cpu},
                              {"reference", Backend::reference},
                              {"cuda", Backend::cuda}}),
             "Who computes; --backend overrides it.")
      .field("precision", &ExecutionDeck::precision,
             choice<Precision>({{"default", Precision::automatic},
                                {"double", Precision::full},
                                {"mixed", Precision::mixed}}),
             "Arithmetic of the force loops; default: double on cpu, mixed on cuda.")
      .field("grid", &ExecutionDeck::grid, optional(three(integer(1, 1 << 20))),
             "MPI: bricks of the box along a, b, c, one per rank; default: the least surface.")
      .field("threads", &ExecutionDeck::threads, integer(0, 4096), "CPU threads; 0: all.")
      .field("simd", &ExecutionDeck::simd,
             choice<Simd>({{"auto", Simd::automatic},
                           {"portable", Simd::portable},
                           {"v2", Simd::v2},
                           {"v3", Simd::v3},
                           {"v4", Simd::v4}}),
             "Instruction set of the CPU loops, x86-64 level; auto: the best there is.")
      .field("device", &ExecutionDeck::device, optional(integer(0, 1 << 20)),
             "Number of the GPU that one process uses; default: the first. MPI ranks share out the "
             "GPUs of their host.")
      .field("oversubscribe_gpu", &ExecutionDeck::oversubscribe_gpu, boolean(),
             "MPI: several ranks may share a GPU.")
      .field("gpu_aware_mpi", &ExecutionDeck::gpu_aware_mpi,
             choice<GpuAwareMpi>({{"auto", GpuAwareMpi::automatic},
                                  {"on", GpuAwareMpi::on},
                                  {"off", GpuAwareMpi::off}}),
             "MPI: ghosts travel straight between GPUs instead of through host memory; auto: where "
             "MPI says it can.")
      .field("balance", &ExecutionDeck::balance, optional(balance),
             "MPI: move the cuts between bricks so that ranks have about the same work; default: "
             "even bricks.")
      .field("reproducible", &ExecutionDeck::reproducible, boolean(),
             "Positions, velocities and energies have the same bits on any number of ranks and "
             "threads.")
      .codec();
}

Codec<ChecksDeck> checks_codec() {
  const auto drift =
      Record<EnergyDriftCheck>("energy_drift")
          .required(
              "max_per_atom_per_time", &EnergyDriftCheck::max_per_atom_per_time,
              optional(number({.energy = 1, .time = -1}, Bound::positive)),
              "Largest drift of the total energy per atom and time: the slope of a straight line "
              "through the thermo rows of the stage, judged from ten rows on and beyond two "
              "standard errors.")
          .field("action", &EnergyDriftCheck::stop, choice<bool>({{"warn", false}, {"stop", true}}),
                 "Beyond it: say so in the report, or end the run with exit code 3.")
          .codec();
  return Record<ChecksDeck>("checks")
      .field("energy_drift", &ChecksDeck::energy_drift, drift,
             "Watch over the energy of NVE stages.")
      .codec();
}

Codec<std::vector<SpeciesDeck>> species_codec() {
  const auto one =
      Record<SpeciesDeck>("species")
          .field("mass", &SpeciesDeck::mass, optional(number(dimension::mass, Bound::positive)),
                 "Mass; may come from a data file instead.")
          .field("charge", &SpeciesDeck::charge, optional(number(dimension::charge)),
                 "Charge of atoms that have none of their own.")
          .field("lammps_type", &SpeciesDeck::lammps_type, integer(0),
                 "Type number in LAMMPS data files; default: the order in the deck.")
          .codec();
  Codec<std::vector<SpeciesDeck>> codec;
  codec.doc.type = "species";
  codec.doc.fields = {{"<name>", "One block per species.", "", true, one.doc}};
  codec.doc.json = {{"type", "object"}, {"additionalProperties", one.doc.json}};
  codec.parse = [one](const Reader& r, const Node& n, std::vector<SpeciesDeck>& target) {
    if (n.kind != Node::Kind::map || n.entries.empty()) {
      return r.error(n, "must name at least one species, e.g. {A: {mass: 1.0}}");
    }
    for (const Node::Entry& entry : n.entries) {
      SpeciesDeck species;
      one.parse(r, entry.value, species);
      species.name = entry.key;
      target.push_back(species);
    }
  };
  codec.dump = [one](const Units& units, const std::vector<SpeciesDeck>& all) {
    auto json = ordered_json::object();
    for (const SpeciesDeck& s : all) json[s.name] = one.dump(units, s);
    return json;
  };
  return codec;
}

}  // namespace alder::schema
