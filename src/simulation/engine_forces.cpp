// SPDX-License-Identifier: BSD-3-Clause
// The forces of a step, their energies, and what goes wrong with them.
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <span>

#include "base/error.hpp"
#include "simulation/engine.hpp"

namespace alder {

void Engine::compute_forces(Want want) {
  energies_ = {};
  add_forces(want, Rows::all);
  if (want.any()) energies_ = sum_over_ranks(energies_);
}

// There are forces to compute while messages travel, or other ranks are late. Sums over all rows
// are made in one go, in the rows' order.
bool Engine::overlaps(Want want) const {
  const auto splits = [](const std::unique_ptr<Force>& force) { return force->can_split(); };
  const bool is_parted = device_.is_cuda() ? neighbors_.view().n_interior > 0
                                           : !domain_.row_parts().interior().empty();
  return !want.any() && is_parted && domain_.shares_ghosts() &&
         std::all_of(forces_.begin(), forces_.end(), splits);
}

// What all terms need.
GhostForm Engine::form_of_ghosts() const {
  const auto reads_short = [](const std::unique_ptr<Force>& force) {
    return force->reads_of_ghosts() == GhostForm::shortened;
  };
  return !forces_.empty() && std::all_of(forces_.begin(), forces_.end(), reads_short)
             ? GhostForm::shortened
             : GhostForm::whole;
}

void Engine::refresh_ghosts(GhostForm form) {
  domain_.refresh_ghosts(atoms_, frame_, form);
  whole_ghosts_ = form == GhostForm::whole;
}

void Engine::refresh_and_compute_forces() {
  energies_ = {};
  whole_ghosts_ = form_of_ghosts() == GhostForm::whole;
  domain_.begin_refresh(atoms_, frame_, form_of_ghosts());
  timer_.lap(Part::communicate);
  add_forces({}, Rows::interior);
  timer_.lap(Part::pair);
  domain_.finish_refresh(atoms_);
  timer_.lap(Part::communicate);
  add_forces({}, Rows::border);
}

void Engine::add_forces(Want want, Rows rows) {
  ForceContext context{.device = device_,
                       .atoms = atoms_,
                       .frame = frame_,
                       .neighbors = neighbors_.view(),
                       .domain = domain_,
                       .stores = !forces_.empty() && forces_.front()->can_store(),
                       .rows = rows};
  // Energies of rows left alone would be those of no one.
  if (want.any()) context.neighbors.stale = nullptr;
  if (!context.stores && rows != Rows::border) atoms_.clear_forces();
  // Reproducible sums over the system are made in the middle of a force, with all ranks.
  const bool is_timed = balance_rule_.by == BalanceBy::time && !(reproducible_ && want.any());
  if (is_timed) {
    working_.start();
    if (rows != Rows::border) timed_work_.work += counted_work();
  }
  for (const auto& force : forces_) {
    try {
      force->add(context, want, energies_);
    } catch (const PhysicsError& e) {
      note_trouble(e.what());
    }
    context.stores = false;
  }
  if (is_timed) working_.stop();
}

Energies Engine::sum_over_ranks(Energies e) {
  std::array sums{e.vdw,       e.coul,      e.kspace,    e.tail,      e.bond,
                  e.angle,     e.dihedral,  e.improper,  e.virial.xx, e.virial.yy,
                  e.virial.zz, e.virial.xy, e.virial.xz, e.virial.yz};
  domain_.communicator().sum(std::span(sums));
  const auto& [vdw, coul, kspace, tail, bond, angle, dihedral, improper, xx, yy, zz, xy, xz, yz] =
      sums;
  return {vdw, coul, kspace, tail, bond, angle, dihedral, improper, {xx, yy, zz, xy, xz, yz}};
}

const double* Engine::atom_energies() {
  settle();  // a stale list is made anew first: that reorders the atoms
  if (!whole_ghosts_) refresh_ghosts(GhostForm::whole);
  atom_energies_.copy_from(std::vector<double>(static_cast<std::size_t>(atoms_.n_local())));
  const ForceContext context{device_, atoms_, frame_, neighbors_.view(), domain_};
  for (const auto& force : forces_) force->add_atom_energies(context, atom_energies_.data());
  return atom_energies_.data();
}

// The other ranks are in the middle of the step: what is not a number shows on all of them at the
// next look at displacements, speeds or energies.
void Engine::note_trouble(const std::string& what) {
  trouble_ = what;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  energies_.vdw = nan;
  const std::vector<PaddedVec3> rows(static_cast<std::size_t>(atoms_.n_local()), {nan, nan, nan});
  atoms_.set_rows<PaddedVec3>(atoms_.force(), rows);
}

std::string Engine::trouble() {
  Communicator& communicator = domain_.communicator();
  const std::int64_t mine = trouble_.empty() ? 0 : communicator.size() - communicator.rank();
  const std::int64_t highest = communicator.max(mine);
  if (highest == 0) return "";
  std::vector<std::byte> bytes(trouble_.size());
  if (!trouble_.empty()) std::memcpy(bytes.data(), trouble_.data(), trouble_.size());
  communicator.broadcast(bytes, communicator.size() - static_cast<int>(highest));
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace alder
