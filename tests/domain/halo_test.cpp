// SPDX-License-Identifier: BSD-3-Clause
// Owners and ghosts of a decomposed system against a search over all atoms and images.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>
#include <utility>

#include "domain/domain.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"

namespace alder::test {
namespace {

using Key = std::tuple<std::int64_t, std::uint64_t, std::uint64_t, std::uint64_t>;

// A system of which every rank knows everything, and its decomposition.
class Halo : public testing::Test {
 protected:
  void make(const Box& box, double wanted_range, std::int64_t n_atoms) {
    whole = random_system({.box = box, .atoms = n_atoms, .min_distance = 0.3});
    range = wanted_range;
    frame = Frame(box, range);
    Communicator& c = ranks().communicator();
    grid = ProcessGrid(best_process_grid(c.size(), box));
    brick = grid.brick(c.rank());
    domain = std::make_unique<Domain>(device, c, grid);
    // Atoms are dealt out in a wrong way: migrate must bring each to its owner.
    Snapshot mine;
    mine.box = whole.box;
    mine.species = whole.species;
    for (std::size_t i = 0; i < whole.id.size(); ++i) {
      if (static_cast<int>(i) % c.size() != c.rank()) continue;
      mine.id.push_back(whole.id[i]);
      mine.type.push_back(whole.type[i]);
      mine.position.push_back(whole.position[i]);
      mine.velocity.push_back(static_cast<double>(whole.id[i]) * Vec3{1, 2, 3});
    }
    atoms = std::make_unique<Atoms>(device, frame, mine);
    extra = atoms->add_field<double>({.name = "extra", .ghosted = true});
    domain->migrate(*atoms, frame);
    store_in_layers();
    cells = make_cell_grid(frame, range, n_atoms, brick);
    domain->borders(*atoms, frame, cells, range);
  }

  // Along c, as lists do.
  void store_in_layers() {
    const std::vector<Position> rows = atoms->rows(atoms->position());
    std::vector<std::uint32_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return rows[a].z < rows[b].z; });
    Buffer<std::uint32_t> buffer(device);
    buffer.copy_from(order);
    atoms->reorder(buffer);
  }

  [[nodiscard]] Position stored(std::size_t i) const {
    Image image;
    return frame.from_cartesian(whole.position[i], 0, image);
  }

  // Distance of an image from this rank's brick along an axis, round the frame.
  [[nodiscard]] double distance(int axis, std::uint64_t x) const {
    const double multiple = 1 << frame.log2_multiple()[axis];
    const double at = std::ldexp(static_cast<double>(x), -64) * multiple;
    const double begin = std::ldexp(static_cast<double>(brick.begin[axis]), -64);
    const double end =
        brick.end[axis] == 0 ? 1 : std::ldexp(static_cast<double>(brick.end[axis]), -64);
    double least = multiple;
    for (const double turn : {-multiple, 0.0, multiple}) {
      const double p = at + turn;
      least = std::min(least, std::max({begin - p, p - end, 0.0}));
    }
    return least * frame.box().heights()[axis];
  }

  // Every image of every atom in the frame that this rank must see and does not own; `margin` moves
  // the range for images so close to it that rounding decides.
  [[nodiscard]] std::set<Key> expected_ghosts(double margin) const {
    std::set<Key> keys;
    const Int3& log2 = frame.log2_multiple();
    for (std::size_t i = 0; i < whole.id.size(); ++i) {
      for (int z = 0; z < 1 << log2.z; ++z) {
        for (int y = 0; y < 1 << log2.y; ++y) {
          for (int x = 0; x < 1 << log2.x; ++x) {
            const Position p = frame.shifted(stored(i), {x, y, z});
            if (x + y + z == 0 && brick.contains(p, log2)) continue;
            const double d = std::max({distance(0, p.x), distance(1, p.y), distance(2, p.z)});
            if (d <= range + margin) keys.insert({whole.id[i], p.x, p.y, p.z});
          }
        }
      }
    }
    return keys;
  }

  [[nodiscard]] std::vector<Key> ghosts() const {
    const AtomsView view = atoms->view();
    std::vector<Key> keys;
    for (std::int64_t g = view.n_local; g < view.n_local + view.n_ghost; ++g) {
      keys.emplace_back(view.tag[g], view.position[g].x, view.position[g].y, view.position[g].z);
    }
    return keys;
  }

  void expect_ghosts_by_cell() const {
    const AtomsView view = atoms->view();
    const std::int64_t* start = domain->ghost_start();
    ASSERT_EQ(start == nullptr, view.n_ghost == 0);
    if (start == nullptr) return;
    EXPECT_EQ(start[0], 0);
    EXPECT_EQ(start[cells.n_cells()], view.n_ghost);
    for (std::int64_t cell = 0; cell < cells.n_cells(); ++cell) {
      std::pair<int, std::uint64_t> before{};
      for (std::int64_t g = start[cell]; g < start[cell + 1]; ++g) {
        const Position& p = view.position[view.n_local + g];
        EXPECT_EQ(cells.cell_of(p), cell) << "ghost " << g;
        // A rank's rows lie in layers along z: see store_in_layers.
        const std::pair now{grid.owner(p, frame.log2_multiple()), frame.wrapped(p).z};
        EXPECT_LE(before, now) << "ghost " << g;
        before = now;
      }
    }
  }

  void check() {
    const AtomsView view = atoms->view();
    std::int64_t tags = 0;
    for (std::int64_t i = 0; i < view.n_local; ++i) {
      EXPECT_TRUE(brick.contains(view.position[i], frame.log2_multiple()));
      EXPECT_EQ(view.velocity[i].y, 2.0 * static_cast<double>(view.tag[i]));
      tags += view.tag[i];
    }
    std::int64_t all_tags = 0;
    for (const std::int64_t id : whole.id) all_tags += id;
    Communicator& c = ranks().communicator();
    EXPECT_EQ(c.sum(view.n_local), whole.n_atoms());
    EXPECT_EQ(c.sum(tags), all_tags);

    expect_ghosts_by_cell();
    const std::vector<Key> list = ghosts();
    const std::set<Key> found(list.begin(), list.end());
    EXPECT_EQ(found.size(), list.size()) << "a ghost is there twice";
    const std::set<Key> least = expected_ghosts(-1e-6), most = expected_ghosts(1e-6);
    EXPECT_TRUE(std::includes(found.begin(), found.end(), least.begin(), least.end()));
    EXPECT_TRUE(std::includes(most.begin(), most.end(), found.begin(), found.end()));
  }

  [[nodiscard]] std::pair<std::int64_t, std::int64_t> foreign_ghosts() const;

  const Device device = Device::open(Backend::cpu, 1);
  Snapshot whole;
  double range = 0;
  Frame frame;
  ProcessGrid grid;
  Brick brick;
  CellGrid cells;
  std::unique_ptr<Domain> domain;
  std::unique_ptr<Atoms> atoms;
  FieldId<double> extra;
};

TEST_F(Halo, OrthogonalBox) {
  make(box_of({12, 10, 9}), 1.7, 500);
  check();
}

TEST_F(Halo, TriclinicBox) {
  make(box_of({12, 10, 9}, {3, -2, 4}), 1.7, 500);
  check();
}

TEST_F(Halo, BricksThinnerThanTheRange) {
  make(box_of({9, 4, 4}), 1.9, 150);
  check();
}

TEST_F(Halo, BoxSmallerThanTheRange) {
  make(box_of({2, 3, 2.5}, {0.4, 0.3, -0.5}), 2.8, 20);
  check();
}

TEST_F(Halo, FewerAtomsThanRanks) {
  make(box_of({20, 20, 20}), 2.5, 2);
  check();
}

TEST_F(Halo, RefreshMovesGhostsWithTheirOwners) {
  make(box_of({9, 8, 7}, {1, 2, -1}), 1.6, 300);
  const AtomsView view = atoms->view();
  for (std::int64_t i = 0; i < view.n_local; ++i) view.position[i].x += 12345;
  std::vector<Key> expected = ghosts();
  for (Key& k : expected) std::get<1>(k) += 12345;
  domain->refresh_ghosts(*atoms, frame);
  EXPECT_EQ(ghosts(), expected);
}

// Loops in mixed precision read no more of ghosts than this.
TEST_F(Halo, ShortRefreshMovesTheCopiesOfPositionsAlone) {
  for (const Box& box : {box_of({9, 8, 7}, {1, 2, -1}), box_of({2, 3, 9})}) {
    make(box, 1.6, 100);
    for (const bool copies_are_there : {false, true}) {
      const AtomsView view = atoms->view();
      const std::vector<Position> whole_before(view.position + view.n_local,
                                               view.position + view.n_local + view.n_ghost);
      std::vector<Key> expected = ghosts();
      std::vector<Position> moved = atoms->rows(atoms->position());
      for (Position& p : moved) p.y += 3ULL << 40;
      if (copies_are_there) {  // and whoever moves atoms writes theirs
        static_cast<void>(atoms->short_positions());
        std::copy(moved.begin(), moved.end(), view.position);
        std::transform(moved.begin(), moved.end(), atoms->view().short_position, shortened);
        atoms->note_moved();
      } else {
        atoms->set_rows<Position>(atoms->position(), moved);
      }
      domain->refresh_ghosts(*atoms, frame, GhostForm::shortened);
      const ShortPosition* found = atoms->short_positions();
      for (std::int64_t i = 0; i < view.n_local + view.n_ghost; ++i) {
        Position p = view.position[i];
        if (i >= view.n_local) {
          const auto& before = whole_before[static_cast<std::size_t>(i - view.n_local)];
          EXPECT_EQ(std::tie(p.x, p.y, p.z), std::tie(before.x, before.y, before.z));
          p.y += 3ULL << 40;
        }
        const ShortPosition wanted = shortened(p);
        EXPECT_EQ(std::tie(found[i].x, found[i].y, found[i].z, found[i].type),
                  std::tie(wanted.x, wanted.y, wanted.z, wanted.type));
      }
      domain->refresh_ghosts(*atoms, frame);
      for (Key& k : expected) std::get<2>(k) += 3ULL << 40;
      EXPECT_EQ(ghosts(), expected);
    }
  }
}

// What other ranks own of this rank's ghosts: ghosts and those ranks.
std::pair<std::int64_t, std::int64_t> Halo::foreign_ghosts() const {
  std::set<int> senders;
  std::int64_t n = 0;
  std::map<std::int64_t, int> owner_of;
  for (std::size_t i = 0; i < whole.id.size(); ++i) {
    owner_of[whole.id[i]] = grid.owner(stored(i), frame.log2_multiple());
  }
  for (const Key& k : ghosts()) {
    const int owner = owner_of.at(std::get<0>(k));
    if (owner == ranks().communicator().rank()) continue;
    senders.insert(owner);
    ++n;
  }
  return {n, static_cast<std::int64_t>(senders.size())};
}

// The scheme's count: one message per sharing rank, 24 or 12 bytes per ghost (docs/domain.md).
TEST_F(Halo, RefreshSendsOneMessagePerSharingRankAndTheGhostsPositions) {
  make(box_of({12, 10, 9}), 1.7, 500);
  Communicator& c = ranks().communicator();
  const auto [n, senders] = foreign_ghosts();
  for (const auto& [form, bytes] : {std::pair(GhostForm::whole, 24), {GhostForm::shortened, 12}}) {
    const Traffic before = c.traffic();
    const HaloCount counted = domain->halo();
    domain->refresh_ghosts(*atoms, frame, form);
    const Traffic after = c.traffic();
    EXPECT_EQ(c.sum(after.messages - before.messages), c.sum(senders));
    EXPECT_EQ(c.sum(after.bytes - before.bytes), c.sum(bytes * n));
    EXPECT_EQ(after.reductions, before.reductions);
    EXPECT_EQ(domain->halo().refreshes, counted.refreshes + 1);
    EXPECT_EQ(domain->halo().messages - counted.messages, after.messages - before.messages);
    EXPECT_EQ(domain->halo().bytes - counted.bytes, after.bytes - before.bytes);
  }
}

// Forces of the first kind are computed before ghosts are up to date.
TEST_F(Halo, RowsArePartedByWhetherAGhostIsNear) {
  const int n = ranks().size();
  make(box_of({8, 8, 10.0 * n}, {1, 0, 2}), 1.7, 500 * n);
  const AtomsView view = atoms->view();
  std::vector<int> kind(static_cast<std::size_t>(view.n_local), 0);
  const auto mark = [&](const std::vector<RowRange>& ranges, int with) {
    std::int64_t last = 0;
    for (const auto& [begin, end] : ranges) {
      EXPECT_GE(begin, last);
      EXPECT_LT(begin, end);
      last = end;
      for (std::int64_t i = begin; i < end; ++i) kind[std::size_t(i)] += with;
    }
  };
  mark(domain->row_parts().interior(), 1);
  mark(domain->row_parts().border(), 10);
  std::int64_t n_interior = 0;
  for (std::int64_t i = 0; i < view.n_local; ++i) {
    const int k = kind[std::size_t(i)];
    ASSERT_TRUE(k == 1 || k == 10 || (k == 0 && view.n_ghost == 0));
    if (k != 1) continue;
    ++n_interior;
    for (std::int64_t g = view.n_local; g < view.n_local + view.n_ghost; ++g) {
      const Vec3 d = frame.displacement(view.position[i], view.position[g]);
      EXPECT_GT(std::sqrt(dot(d, d)), range);
    }
  }
  Communicator& c = ranks().communicator();
  EXPECT_EQ(c.sum(n_interior) > 0, c.size() > 1);
}

TEST_F(Halo, FieldsReachGhostsAndComeBack) {
  make(box_of({6, 5, 3}), 2.0, 60);
  AtomsView view = atoms->view();
  double* value = atoms->data(extra);
  for (std::int64_t i = 0; i < view.n_local; ++i)
    value[i] = 100.0 * static_cast<double>(view.tag[i]);
  domain->refresh(*atoms, extra);
  for (std::int64_t g = view.n_local; g < view.n_local + view.n_ghost; ++g) {
    EXPECT_EQ(value[g], 100.0 * static_cast<double>(view.tag[g]));
    value[g] = 1;
  }
  domain->fold(*atoms, extra);
  // An owner got 1 from each of its ghosts on all ranks.
  double gained = 0;
  for (std::int64_t i = 0; i < view.n_local; ++i) {
    gained += value[i] - 100.0 * static_cast<double>(view.tag[i]);
  }
  Communicator& c = ranks().communicator();
  EXPECT_EQ(c.sum(gained), static_cast<double>(c.sum(view.n_ghost)));
  EXPECT_GT(c.sum(view.n_ghost), 0);
}

}  // namespace
}  // namespace alder::test
