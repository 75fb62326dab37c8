// SPDX-License-Identifier: BSD-3-Clause
#include "reference/reference_force.hpp"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "pair/tail.hpp"
#include "reference/all_pairs.hpp"

namespace alder::reference {
namespace {

class PairForce final : public Force {
 public:
  PairForce(const PairStyle& style, const PairSpec& spec, const std::vector<double>& count)
      : style_(style), spec_(spec) {
    for (const PairCoefficients& pair : spec_.pairs) cutoff_ = std::max(cutoff_, pair.cutoff);
    if (!spec_.tail) return;
    tail_ = tail_factors(spec_, count, [this](std::size_t a, std::size_t b, double r) {
      return style_.evaluate(spec_.pairs[a * spec_.n_types + b], Shift::none, r * r).energy;
    });
  }

  [[nodiscard]] double cutoff() const override { return cutoff_; }

  // The first rank computes for all.
  void add(const ForceContext& context, Want want, Energies& energies) override {
    const Snapshot whole = context.domain.collect(context.atoms.snapshot(context.frame));
    Communicator& communicator = context.domain.communicator();
    Result result;
    if (communicator.is_first()) result = all_pairs(whole, interaction());
    share(communicator, result.force);
    std::vector<std::int64_t> ids = whole.id;
    share(communicator, ids);
    add_forces(context.atoms, ids, result.force);
    if (!want.any() || !communicator.is_first()) return;
    energies.vdw += result.energy;
    energies.virial += result.virial;
    add_tail(tail_, whole.box.volume(), energies);
  }

 private:
  [[nodiscard]] const PairCoefficients& pair(int a, int b) const {
    return spec_.pairs[static_cast<std::size_t>(a) * spec_.n_types + static_cast<std::size_t>(b)];
  }

  [[nodiscard]] PairInteraction interaction() const {
    return {.cutoff = [this](int a, int b) { return pair(a, b).cutoff; },
            .term =
                [this](int a, int b, double r2) {
                  const PairTerm<double> t = style_.evaluate(pair(a, b), spec_.shift, r2);
                  return Term{t.energy, t.force_over_r};
                }};
  }

  // Every rank gets the first one's rows.
  template <class T>
  static void share(Communicator& communicator, std::vector<T>& rows) {
    std::vector<std::byte> bytes(rows.size() * sizeof(T));
    if (!rows.empty()) std::memcpy(bytes.data(), rows.data(), bytes.size());
    communicator.broadcast(bytes, 0);
    rows.resize(bytes.size() / sizeof(T));
    if (!rows.empty()) std::memcpy(rows.data(), bytes.data(), bytes.size());
  }

  // The rows of `force` are in the order of `ids`, the atoms in storage order.
  static void add_forces(Atoms& atoms, const std::vector<std::int64_t>& ids,
                         const std::vector<Vec3>& force) {
    std::unordered_map<std::int64_t, std::size_t> row_of;
    for (std::size_t i = 0; i < ids.size(); ++i) row_of[ids[i]] = i;
    const std::vector<std::int64_t> tags = atoms.rows(atoms.tag());
    std::vector<PaddedVec3> forces = atoms.rows(atoms.force());
    for (std::size_t i = 0; i < forces.size(); ++i) {
      forces[i] = PaddedVec3(forces[i].xyz() + force[row_of.at(tags[i])]);
    }
    atoms.set_rows<PaddedVec3>(atoms.force(), forces);
  }

  const PairStyle& style_;
  PairSpec spec_;
  double cutoff_ = 0;
  TailFactors tail_;
};

}  // namespace

std::unique_ptr<Force> make_pair_force(const PairStyle& style, const PairSpec& spec,
                                       const std::vector<double>& count) {
  return std::make_unique<PairForce>(style, spec, count);
}

}  // namespace alder::reference
