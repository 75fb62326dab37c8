// SPDX-License-Identifier: BSD-3-Clause
#include "observe/thermo.hpp"

#include <cmath>
#include <map>

#include "atoms/velocities.hpp"
#include "backend/reduce.hpp"
#include "base/error.hpp"
#include "observe/bodies.hpp"

namespace alder {
namespace {

// g/cm^3 per g/mol/angstrom^3, with the Avogadro constant of LAMMPS 29 Sep 2021 (update.cpp).
constexpr double density_factor = 1.0 / 0.602214129;

// The square or cube of the deck's unit of length.
double unit_volume(const Units& units, int dimensions) {
  return std::pow(units.length, dimensions);
}

double density(double mass, const Box& box, double volume, const Units& units) {
  // As LAMMPS does in two dimensions too: g/cm^3 of a layer one angstrom thick.
  if (units.name == "real" || units.name == "metal") return mass / volume * density_factor;
  return mass / volume / (units.mass / unit_volume(units, box.dimensions));
}

double total_mass(const Atoms& atoms) {
  double mass = 0;
  for (std::size_t k = 0; k < atoms.species().size(); ++k) {
    mass += static_cast<double>(atoms.species_counts()[k]) * atoms.species()[k].mass;
  }
  return mass;
}

}  // namespace

double ThermoRow::column(const std::string& name) const {
  const std::map<std::string, double> all{{"step", static_cast<double>(step)},
                                          {"time", time},
                                          {"temperature", temperature},
                                          {"potential_energy", potential_energy},
                                          {"kinetic_energy", kinetic_energy},
                                          {"total_energy", total_energy},
                                          {"pair_energy", pair_energy},
                                          {"tail_energy", tail_energy},
                                          {"pressure", pressure},
                                          {"pxx", pressure_tensor[0]},
                                          {"pyy", pressure_tensor[1]},
                                          {"pzz", pressure_tensor[2]},
                                          {"pxy", pressure_tensor[3]},
                                          {"pxz", pressure_tensor[4]},
                                          {"pyz", pressure_tensor[5]},
                                          {"volume", volume},
                                          {"density", density},
                                          {"enthalpy", enthalpy}};
  const auto it = all.find(name);
  if (it == all.end()) throw InternalError("there is no thermo column '" + name + "'");
  return it->second;
}

Tensor6 kinetic_tensor(const Device& device, Communicator& communicator, Atoms& atoms,
                       bool reproducible) {
  if (reproducible) {
    const auto [k] = fixed_sum(device, communicator, atoms.n_local(), atoms.n_global(),
                               KineticTermsBody{atoms.view()});
    return {k[0], k[1], k[2], k[3], k[4], k[5]};
  }
  const Tensor6 part = reduce(device, atoms.n_local(), KineticTensorBody{atoms.view()});
  std::array k{part.xx, part.yy, part.zz, part.xy, part.xz, part.yz};
  communicator.sum(std::span(k));
  return {k[0], k[1], k[2], k[3], k[4], k[5]};
}

std::array<double, 6> pressure_of(const Tensor6& virial, const Box& box, double volume,
                                  const Units& units) {
  const double unit = box.flat() ? units.pressure * units.length : units.pressure;
  const double scale = 1 / (volume * unit);
  return {virial.xx * scale, virial.yy * scale, virial.zz * scale,
          virial.xy * scale, virial.xz * scale, virial.yz * scale};
}

ThermoRow thermo_row(const StepState& state, const Tensor6& kinetic, const Energies& energies,
                     const Atoms& atoms, const Box& box, double volume, const Units& units) {
  const int dimensions = box.dimensions;
  ThermoRow row;
  row.step = state.step;
  row.time = state.time / units.time;
  row.temperature =
      kinetic.trace() / (degrees_of_freedom(atoms.n_global(), dimensions) * units.boltzmann);
  row.potential_energy = energies.total() / units.energy;
  row.kinetic_energy = 0.5 * kinetic.trace() / units.energy;
  row.total_energy = row.potential_energy + row.kinetic_energy;
  row.pair_energy = energies.pair() / units.energy;
  row.tail_energy = energies.tail / units.energy;
  const Tensor6 sum = kinetic + energies.virial;
  row.pressure_tensor = pressure_of(sum, box, volume, units);
  const auto& p = row.pressure_tensor;
  row.pressure = (p[0] + p[1] + p[2]) / dimensions;  // nothing along z in two dimensions
  row.volume = volume / unit_volume(units, dimensions);
  row.density = density(total_mass(atoms), box, volume, units);
  row.enthalpy = row.total_energy + sum.trace() / dimensions / units.energy;
  return row;
}

}  // namespace alder
