// SPDX-License-Identifier: BSD-3-Clause
// The complete, validated input of a simulation as plain structs with defaults.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/choices.hpp"
#include "base/units.hpp"
#include "base/vec3.hpp"
#include "deck/source_place.hpp"

namespace alder {

// All dimensional numbers are in internal units (base/units.hpp).

/// Places a region is made of, Cartesian; the surface belongs to the inside, as in LAMMPS.
struct BlockDeck {
  std::vector<double> x, y, z;  ///< lowest and highest, or nothing: not bounded
};
struct SphereDeck {
  Vec3 center;
  double radius = 0;
};
struct CylinderDeck {
  std::string axis = "z";
  Vec3 center;  ///< any point of the axis
  double radius = 0;
  std::vector<double> span;  ///< lowest and highest along the axis, or nothing: not bounded
};
struct PlaneDeck {
  Vec3 point;
  Vec3 normal;  ///< into the region
};

/// One shape, or a union or intersection of several.
struct RegionDeck {
  std::optional<BlockDeck> block;
  std::optional<SphereDeck> sphere;
  std::optional<CylinderDeck> cylinder;
  std::optional<PlaneDeck> plane;
  std::vector<RegionDeck> any_of, all_of;
  bool outside = false;  ///< everything else instead
};

struct LatticeDeck {
  enum class Style { fcc, bcc, sc, diamond, hcp, custom, sq, sq2, hex };
  Style style = Style::fcc;
  std::optional<double> a;             ///< lattice constant
  std::optional<double> density;       ///< atoms per volume, instead of a
  std::optional<double> area_density;  ///< atoms per area, of flat lattices
  std::array<std::int64_t, 3> repeat{1, 1, 1};
  std::vector<std::string> species;  ///< one for all basis atoms, or one each
  std::vector<Vec3> basis;           ///< custom: fractions of the cell
  std::vector<Vec3> vectors;         ///< custom: three edges in multiples of a

  /// Of a layer of atoms.
  [[nodiscard]] bool is_flat() const {
    return style == Style::sq || style == Style::sq2 || style == Style::hex;
  }
};

/// Atoms at random places.
struct RandomDeck {
  std::string species;
  std::optional<std::int64_t> count;
  std::optional<double> density;       ///< atoms per volume of the region, instead of a count
  std::optional<double> area_density;  ///< the same in two dimensions
  std::uint64_t seed = 12345;
  std::int64_t attempts = 10000;  ///< places tried for one atom
};

/// Atoms added to those that are there.
struct CreateDeck {
  std::optional<LatticeDeck> lattice;
  std::optional<RandomDeck> random;
  std::optional<RegionDeck> region;
  double min_distance = 0;     ///< from atoms placed before
  std::optional<Vec3> origin;  ///< lattice: the corner of a cell; default: the box's
};

struct ReadDeck {
  enum class Format { automatic, lammps_data, extxyz, h5md };
  std::string file;
  Format format = Format::automatic;
  std::string atom_style;   ///< lammps-data without a style hint
  std::int64_t frame = -1;  ///< extxyz, h5md: negative counts from the end
};

struct VelocitiesDeck {
  double temperature = 0;
  std::uint64_t seed = 12345;
  bool zero_momentum = true;
};

struct BoxDeck {
  std::optional<std::array<double, 3>> lengths;  ///< where no lattice or file gives the box
  std::array<double, 3> tilts{0, 0, 0};          ///< xy, xz, yz
  std::array<double, 3> origin{0, 0, 0};
  /// periodic, fixed or shrink along a, b, c; default: what the file says, else periodic
  std::optional<std::array<std::string, 3>> boundary;
};

struct SystemDeck {
  std::int64_t dimensions = 3;
  BoxDeck box;
  std::optional<LatticeDeck> lattice;
  std::optional<ReadDeck> read;
  std::vector<CreateDeck> create;  ///< in this order, after the lattice or file
  std::optional<VelocitiesDeck> velocities;
  std::array<std::int64_t, 3> replicate{1, 1, 1};
};

struct SpeciesDeck {
  std::string name;
  std::optional<double> mass;  ///< may come from a data file
  std::optional<double> charge;
  std::int64_t lammps_type = 0;  ///< 0: by order
};

/// Energy and force -dU/dr at a distance, of a tabulated potential.
struct TableRow {
  double r = 0, energy = 0, force = 0;
};

/// Coefficients of one pair of species as the deck gives them.
struct PairEntryDeck {
  std::size_t a = 0, b = 0;  ///< species indices
  std::optional<double> cutoff;
  std::optional<double> coulomb_cutoff, inner;
  /// In the order of the style's parameters; those of the whole style too.
  std::vector<double> values;
  /// Of tabulated styles: the section `keyword` of a file, or, in memory, the rows themselves.
  std::string file{}, keyword{};
  std::vector<TableRow> rows{};
};

struct PairDeck {
  std::string style;
  std::optional<double> cutoff;
  std::optional<double> coulomb_cutoff;  ///< of styles with two parts; default: the cutoff
  std::optional<double> inner;           ///< where a switch begins
  Shift shift = Shift::none;
  Switch switching = Switch::none;
  bool tail = false;
  double dielectric = 1;  ///< relative permittivity, of styles between charges
  Interpolation interpolation = Interpolation::spline;  ///< of tabulated styles
  std::int64_t points = 4000;                           ///< likewise: of the table in r^2
  std::vector<PairEntryDeck> pairs;
};

struct ForcefieldDeck {
  Mixing mixing = Mixing::none;
  std::vector<PairDeck> pair;
};

struct NeighborDeck {
  std::optional<double> skin;  ///< default: 0.3 sigma in lj, 2 angstrom otherwise
  std::int64_t every = 1;
  std::int64_t delay = 0;
  bool check = true;
};

struct ThermoDeck {
  std::int64_t every = 100;
  std::vector<std::string> columns{
      "step",           "time",         "temperature", "potential_energy",
      "kinetic_energy", "total_energy", "pressure"};
};

struct CompressionDeck {
  std::int64_t gzip = 0;
  bool shuffle = true;
};

struct TrajectoryDeck {
  std::string file;  ///< default: <name>.h5md
  std::int64_t every = 1000;
  std::vector<std::string> fields{"position", "image"};
  bool double_precision = false;
  bool unwrap = false;
  bool native_units = false;
  CompressionDeck compression;
  bool xdmf = true;
  std::int64_t chunk_atoms = 87381;  ///< at most: 1 MiB of float vectors
};

struct CheckpointDeck {
  std::string file;                      ///< default: <name>.ckpt.h5
  std::int64_t every = 0;                ///< steps; 0: not by steps
  std::optional<double> every_walltime;  ///< seconds
  std::int64_t keep = 2;
};

struct OutputDeck {
  ThermoDeck thermo;
  std::vector<TrajectoryDeck> trajectory;
  std::optional<CheckpointDeck> checkpoint;
};

struct ThermostatDeck {
  enum class Style { langevin };
  Style style = Style::langevin;
  double temperature = 0;
  double friction = 0;  ///< rate at which momentum is forgotten, 1 / time
  std::uint64_t seed = 0;
};

struct EnsembleDeck {
  enum class Type { nve, nvt };
  Type type = Type::nve;
  std::optional<ThermostatDeck> thermostat;
};

struct StageDeck {
  std::string name;
  double timestep = 0;
  std::int64_t steps = 0;
  std::optional<double> duration;  ///< instead of steps
  EnsembleDeck ensemble;
};

struct BalanceDeck {
  double threshold = 1.1;  ///< largest work of a rank over the mean above which cuts are moved
  BalanceBy by = BalanceBy::work;
};

struct ExecutionDeck {
  Backend backend = Backend::automatic;
  Precision precision = Precision::automatic;
  std::int64_t threads = 0;                         ///< 0: all the process may use
  std::optional<std::array<std::int64_t, 3>> grid;  ///< bricks along a, b, c; one per MPI rank
  Simd simd = Simd::automatic;
  std::optional<std::int64_t> device;  ///< GPU of one process; default: the first
  bool oversubscribe_gpu = false;      ///< MPI ranks may share a GPU
  GpuAwareMpi gpu_aware_mpi = GpuAwareMpi::automatic;
  bool reproducible = false;
  std::optional<BalanceDeck> balance;  ///< default: even bricks
};

struct EnergyDriftCheck {
  std::optional<double> max_per_atom_per_time;  ///< energy per atom and time
  bool stop = false;
};

struct ChecksDeck {
  EnergyDriftCheck energy_drift;
};

/// A complete input. Read one with read_deck, or fill in the members.
struct Deck {
  std::string file;       ///< as given; empty for a deck made in memory
  std::string directory;  ///< inputs are relative to this
  std::string text;       ///< the YAML it was read from
  /// Of the values of all keys, by path ("system.create[0].region"); empty for one made in memory.
  std::map<std::string, SourcePlace> places;
  std::string name = "alder";
  Units units = units_named("lj");  ///< of the deck's numbers and of all output
  SystemDeck system;
  std::vector<SpeciesDeck> species;
  ForcefieldDeck forcefield;
  NeighborDeck neighbor;
  OutputDeck output;
  std::vector<StageDeck> stages;
  ExecutionDeck execution;
  ChecksDeck checks;
  std::vector<std::string> warnings;  ///< lint found while reading, as printable lines
};

}  // namespace alder
