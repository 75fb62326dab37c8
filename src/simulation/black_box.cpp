// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/black_box.hpp"

#include <memory>
#include <utility>

#include "backend/host_view.hpp"
#include "domain/agree.hpp"
#include "io/shared_trajectory.hpp"
#include "simulation/run.hpp"

namespace alder {
namespace {

TrajectoryDeck crash_deck() {
  TrajectoryDeck deck;
  deck.fields = {"position", "velocity"};
  return deck;
}

void put(std::vector<float>& rows, std::int64_t i, const Vec3& v, double scale) {
  const auto k = 3 * static_cast<std::size_t>(i);
  rows[k] = static_cast<float>(scale * v.x);
  rows[k + 1] = static_cast<float>(scale * v.y);
  rows[k + 2] = static_cast<float>(scale * v.z);
}

}  // namespace

void BlackBox::note(Run& run) {
  if (run.step() % interval != 0) return;
  Atoms& atoms = run.engine().atoms();
  const Frame& frame = run.engine().frame();
  const FileUnits units = file_units(run.deck().units, false);
  const std::int64_t n = atoms.n_local();
  const HostView<std::int64_t> tag(atoms.device(), atoms.view().tag, n);
  const HostView<Position> position(atoms.device(), atoms.view().position, n);
  const HostView<PaddedVec3> velocity(atoms.device(), atoms.view().velocity, n);
  Look& look = looks_[next_];
  next_ = (next_ + 1) % looks_.size();
  look.step = run.step();
  look.time = run.engine().state().time;
  look.box = frame.box();
  look.id.resize(static_cast<std::size_t>(n));
  look.position.resize(3 * look.id.size());
  look.velocity.resize(3 * look.id.size());
#pragma omp parallel for schedule(static) num_threads(atoms.device().threads()) if (n > 4096)
  for (std::int64_t i = 0; i < n; ++i) {
    look.id[static_cast<std::size_t>(i)] = tag[i];
    put(look.position, i, frame.to_cartesian(position[i]) - look.box.origin, units.length);
    put(look.velocity, i, velocity[i].xyz(), units.velocity);
  }
}

void BlackBox::write(Run& run, const std::string& path) const {
  const TrajectoryDeck deck = crash_deck();
  const Snapshot system = run.engine().snapshot();
  std::unique_ptr<H5mdWriter> first;
  collectively(run.communicator(), [&] {
    if (!run.communicator().is_first()) return;
    first = std::make_unique<H5mdWriter>(path, deck, run.deck().units, system, run.provenance());
  });
  SharedTrajectory file(run.communicator(), path, std::move(first), run.n_atoms());
  TrajectoryFrame frame = empty_frame(deck, run.deck().units);
  const auto n = static_cast<std::size_t>(file.blocks().size(run.communicator().rank()));
  for (std::size_t k = 0; k < looks_.size(); ++k) {
    const Look& look = looks_[(next_ + k) % looks_.size()];
    if (look.step < 0) continue;
    frame.step = look.step;
    frame.time = look.time;
    frame.box = look.box;
    for (QuantityRows& rows : frame.quantities) {
      rows.single.resize(3 * n);
      run.global_rows().copy_kept(
          look.id, rows.what == AtomQuantity::velocity ? look.velocity : look.position,
          file.blocks(), rows.single);
    }
    file.write(frame);
  }
  frame.collect(run, file.blocks());
  file.write(frame);
}

}  // namespace alder
