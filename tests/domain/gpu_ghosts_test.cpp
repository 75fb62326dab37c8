// SPDX-License-Identifier: BSD-3-Clause
// A GPU chooses, packs and stores leaving atoms and ghosts as the host does, bit by bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <numeric>

#include "backend/host_view.hpp"
#include "domain/domain.hpp"
#include "support/executions.hpp"
#include "support/random_system.hpp"
#include "support/ranks.hpp"
#include "support/recording_communicator.hpp"

namespace alder::test {
namespace {

struct System {
  Snapshot whole;
  double range = 0;
  Frame frame;
  ProcessGrid grid;
};

System system_of(const Box& box, double range, std::int64_t n_atoms) {
  System s{random_system({.box = box, .atoms = n_atoms, .species = 2, .min_distance = 0.3}),
           range,
           Frame(box, range),
           {}};
  s.grid = ProcessGrid(best_process_grid(ranks().size(), box), s.frame);
  return s;
}

// The atoms dealt out in a wrong way, every field with values of its own.
Snapshot dealt(const System& s) {
  Snapshot mine;
  mine.box = s.whole.box;
  mine.species = s.whole.species;
  for (std::size_t i = 0; i < s.whole.id.size(); ++i) {
    if (static_cast<int>(i) % ranks().size() != ranks().communicator().rank()) continue;
    const auto id = static_cast<double>(s.whole.id[i]);
    mine.id.push_back(s.whole.id[i]);
    mine.type.push_back(s.whole.type[i]);
    mine.position.push_back(s.whole.position[i]);
    mine.velocity.push_back(id * Vec3{1, 2, 3});
    mine.charge.push_back(0.5 * id);
  }
  return mine;
}

template <class T>
std::vector<std::byte> bytes_of(const Device& device, const T* data, std::int64_t n) {
  const HostView<T> view(device, data, n);
  std::vector<std::byte> bytes(static_cast<std::size_t>(n) * sizeof(T));
  if (n > 0) std::memcpy(bytes.data(), view.data(), bytes.size());
  return bytes;
}

// One rank's part of a system on one device, and everything it sent.
class Side {
 public:
  Side(const System& s, const Device& on)
      : device_(on),
        system_(s),
        recorder(ranks().communicator()),
        domain_(on, recorder, s.grid),
        atoms_(on, s.frame, dealt(s), true) {
    domain_.migrate(atoms_, s.frame);
    store_by_tag();  // a migration leaves rows in no order
    cells_ = make_cell_grid(s.frame, s.range, s.whole.n_atoms(), s.grid.brick(recorder.rank()));
    domain_.borders(atoms_, s.frame, cells_, s.range);
  }
  // Moves all atoms and tells the ghosts.
  void refresh(GhostForm form) {
    std::vector<Position> moved = atoms_.rows(atoms_.position());
    for (Position& p : moved) p.y += 3ULL << 40;
    atoms_.set_rows<Position>(atoms_.position(), moved);
    domain_.refresh_ghosts(atoms_, system_.frame, form);
  }
  [[nodiscard]] std::vector<std::byte> short_positions() {
    return bytes_of(device_, atoms_.short_positions(), n_local() + n_ghost());
  }

  [[nodiscard]] std::vector<std::vector<std::byte>> state() {
    const AtomsView v = atoms_.view();
    const std::int64_t all = v.n_local + v.n_ghost;
    return {bytes_of(device_, v.position, all),
            bytes_of(device_, v.tag, all),
            bytes_of(device_, v.charge, all),
            bytes_of(device_, v.image, v.n_local),
            bytes_of(device_, v.velocity, v.n_local),
            bytes_of(device_, domain_.ghost_start(), v.n_ghost == 0 ? 0 : cells_.n_cells() + 1)};
  }
  [[nodiscard]] std::int64_t n_local() const { return atoms_.n_local(); }
  [[nodiscard]] std::int64_t n_ghost() const { return atoms_.n_ghost(); }
  [[nodiscard]] std::size_t n_sent() const { return domain_.n_sent(); }

 private:
  void store_by_tag() {
    const std::vector<std::int64_t> tags = atoms_.rows(atoms_.tag());
    std::vector<std::uint32_t> rows(tags.size());
    std::iota(rows.begin(), rows.end(), 0U);
    std::sort(rows.begin(), rows.end(),
              [&](std::uint32_t a, std::uint32_t b) { return tags[a] < tags[b]; });
    Buffer<std::uint32_t> order(device_);
    order.copy_from(rows);
    atoms_.reorder(order);
  }

  Device device_;
  System system_;
  CellGrid cells_;

 public:
  RecordingCommunicator recorder;

 private:
  Domain domain_;
  Atoms atoms_;
};

void expect_same(const std::vector<Message>& a, const std::vector<Message>& b) {
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t k = 0; k < a.size(); ++k) {
    EXPECT_EQ(a[k].rank, b[k].rank);
    EXPECT_EQ(a[k].bytes, b[k].bytes) << "message " << k;
  }
}

class GpuGhosts : public testing::Test {
 protected:
  void SetUp() override {
    const std::string reason = Execution{Backend::cuda, Precision::full}.reason_to_skip();
    if (!reason.empty()) GTEST_SKIP() << reason;
  }
  static void check(const Box& box, double range, std::int64_t n_atoms, double ghosts_at_least) {
    const System s = system_of(box, range, n_atoms);
    Side host(s, Device::open(Backend::cpu, 1)), gpu(s, Device::open(Backend::cuda));
    EXPECT_EQ(gpu.n_local(), host.n_local());
    EXPECT_EQ(gpu.n_ghost(), host.n_ghost());
    EXPECT_EQ(gpu.n_sent(), host.n_sent());
    EXPECT_EQ(gpu.state(), host.state());
    expect_same(gpu.recorder.exchanged, host.recorder.exchanged);
    expect_same(gpu.recorder.transferred, host.recorder.transferred);
    for (const GhostForm form : {GhostForm::shortened, GhostForm::whole}) {
      host.refresh(form);
      gpu.refresh(form);
      EXPECT_EQ(gpu.short_positions(), host.short_positions());
      EXPECT_EQ(gpu.state(), host.state());
    }
    Communicator& c = ranks().communicator();
    if (c.size() == 1) ghosts_at_least = 0;  // only small boxes have any
    EXPECT_GE(static_cast<double>(c.sum(host.n_ghost())),
              ghosts_at_least * static_cast<double>(n_atoms));
  }
};

// Behind those that stay come those of the other ranks, each rank's in the order of its rows.
TEST_F(GpuGhosts, AtomsThatLeaveAreSentInTheOrderOfTheirRows) {
  const System s = system_of(box_of({12, 10, 9}, {3, -2, 4}), 1.7, 400);
  const Device gpu = Device::open(Backend::cuda);
  Communicator& c = ranks().communicator();
  Domain domain(gpu, c, s.grid);
  Atoms atoms(gpu, s.frame, dealt(s), true);
  domain.migrate(atoms, s.frame);
  std::vector<std::int64_t> expected;
  for (int turn = 0; turn < c.size(); ++turn) {
    const int from = turn == 0 ? c.rank() : turn <= c.rank() ? turn - 1 : turn;
    for (auto i = static_cast<std::size_t>(from); i < s.whole.id.size();
         i += static_cast<std::size_t>(c.size())) {
      Image image;
      const Position p = s.frame.from_cartesian(s.whole.position[i], 0, image);
      const bool mine = s.grid.brick(c.rank()).contains(p, s.frame.log2_multiple());
      if (mine) expected.push_back(s.whole.id[i]);
    }
  }
  EXPECT_EQ(atoms.rows(atoms.tag()), expected);
}

TEST_F(GpuGhosts, InAnOrthogonalBox) {
  check(box_of({12, 10, 9}), 1.7, 500, 0.2);
}

TEST_F(GpuGhosts, InATriclinicBox) {
  check(box_of({12, 10, 9}, {3, -2, 4}), 1.7, 500, 0.2);
}

// Atoms go to more than one rank along an axis, and in frames of several boxes to one rank several
// times, their own too.
TEST_F(GpuGhosts, InThinBricksAndSmallBoxes) {
  check(box_of({9, 4, 4}), 1.9, 150, 0.5);
  check(box_of({2, 3, 2.5}, {0.4, 0.3, -0.5}), 2.8, 20, 20);
}

TEST_F(GpuGhosts, BesideFacesThatAreNotPeriodic) {
  Box box = box_of({12, 10, 9});
  box.periodic = {true, false, true};
  check(box, 1.7, 400, 0.2);
  box.periodic = {false, false, false};
  box.shrink = {true, true, false};
  check(box, 1.7, 400, 0.1);
}

TEST_F(GpuGhosts, InAPlane) {
  Box box = box_of({14, 12, 1}, {2, 0, 0});
  box.periodic[2] = false;
  box.dimensions = 2;
  check(box, 1.7, 60, 0.2);
}

TEST_F(GpuGhosts, OfRanksWithoutAtoms) {
  check(box_of({20, 20, 20}), 2.5, 2, 0);
  check(box_of({20, 20, 20}), 2.5, 1, 0);
}

}  // namespace
}  // namespace alder::test
