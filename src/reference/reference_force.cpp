// SPDX-License-Identifier: BSD-3-Clause
#include "reference/reference_force.hpp"

#include <cstring>
#include <unordered_map>

#include "pair/whole_system.hpp"
#include "reference/all_pairs.hpp"

namespace alder::reference {
namespace {

class PairForce final : public Force {
 public:
  PairForce(const PairStyle& style, const PairSpec& spec, const std::vector<double>& count)
      : style_(style), spec_(spec), whole_(style.whole_system(spec, count)) {}

  [[nodiscard]] double cutoff() const override { return spec_.reach(); }

  void add(const ForceContext& context, Want want, Energies& energies) override {
    const Snapshot whole = context.domain.collect(context.atoms.snapshot(context.frame));
    Communicator& communicator = context.domain.communicator();
    const Result result = compute(communicator, whole);
    std::vector<PaddedVec3> forces = context.atoms.rows(context.atoms.force());
    const std::vector<std::size_t> row = rows_of_atoms(context, whole);
    for (std::size_t i = 0; i < forces.size(); ++i) {
      forces[i] = PaddedVec3(forces[i].xyz() + result.force[row[i]]);
    }
    context.atoms.set_rows<PaddedVec3>(context.atoms.force(), forces);
    if (!want.any()) return;
    add_energies({result.energy, result.coul, result.virial}, whole_, context, energies);
  }

  void add_atom_energies(const ForceContext& context, double* energy) override {
    const Snapshot whole = context.domain.collect(context.atoms.snapshot(context.frame));
    const Result result = compute(context.domain.communicator(), whole);
    const std::vector<std::size_t> row = rows_of_atoms(context, whole);
    const AtomsView atoms = context.atoms.view();
    for (std::size_t i = 0; i < row.size(); ++i) {
      energy[i] += result.atom_energy[row[i]];
      if (atoms.charge == nullptr) continue;
      const auto type = static_cast<std::size_t>(atoms.position[i].type);
      energy[i] += whole_.self.at(type) * atoms.charge[i] * atoms.charge[i];
    }
  }

 private:
  [[nodiscard]] const PairCoefficients& pair(int a, int b) const {
    return spec_.pairs[static_cast<std::size_t>(a) * spec_.n_types + static_cast<std::size_t>(b)];
  }

  [[nodiscard]] PairInteraction interaction() const {
    return {.cutoff = [this](int a, int b) { return pair(a, b).reach(); },
            .term =
                [this](int a, int b, double charges, double r2) {
                  const PairTerm<double> t = style_.evaluate(pair(a, b), spec_.end, spec_.coulomb,
                                                             spec_.coulomb * charges, r2);
                  return Term{t.energy, t.force_over_r, t.coul};
                }};
  }

  // The first rank computes for all.
  [[nodiscard]] Result compute(Communicator& communicator, const Snapshot& whole) const {
    Result result;
    if (communicator.is_first()) result = all_pairs(whole, interaction());
    share(communicator, result.force);
    share(communicator, result.atom_energy);
    return result;
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

  // Which row of the whole system each local atom is.
  static std::vector<std::size_t> rows_of_atoms(const ForceContext& context,
                                                const Snapshot& whole) {
    std::vector<std::int64_t> ids = whole.id;
    share(context.domain.communicator(), ids);
    std::unordered_map<std::int64_t, std::size_t> row_of;
    for (std::size_t i = 0; i < ids.size(); ++i) row_of[ids[i]] = i;
    std::vector<std::size_t> rows;
    for (const std::int64_t tag : context.atoms.rows(context.atoms.tag())) {
      rows.push_back(row_of.at(tag));
    }
    return rows;
  }

  const PairStyle& style_;
  PairSpec spec_;
  WholeSystem whole_;
};

}  // namespace

std::unique_ptr<Force> make_pair_force(const PairStyle& style, const PairSpec& spec,
                                       const std::vector<double>& count) {
  return std::make_unique<PairForce>(style, spec, count);
}

}  // namespace alder::reference
