// SPDX-License-Identifier: BSD-3-Clause
// Choosing and receiving the ghosts of a list build.
#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "alder_config.hpp"
#include "backend/for_each.hpp"
#include "backend/scan.hpp"
#include "domain/bodies.hpp"
#include "domain/domain.hpp"
#include "domain/gpu_ghosts.hpp"
#include "neighbor/host_cell_sort.hpp"

namespace alder {
namespace {

// With room for `bytes`; keeps the fractions of every row aligned.
std::size_t aligned_stride(std::size_t bytes) {
  constexpr std::size_t alignment = alignof(PackedPosition);
  return (bytes + alignment - 1) / alignment * alignment;
}

// The cells of ghosts whose fractions came.
struct CellOfImage {
  const PackedPosition* image;
  CellGrid grid;
  Int3 operator()(std::int64_t k) const { return grid.coordinates(position_of(image[k])); }
};

// An atom of this rank, and which of the NearImages it must have.
struct FoundImage {
  std::uint32_t row, image;
};

// The bricks near along one axis, of which an atom reaches some.
class Reach {
 public:
  explicit Reach(const std::vector<NearBrick>& near) : near_(near), reached_(near.size(), 0) {}
  /// How many are reached from x; where one is near, the own one, always that.
  std::size_t look(std::uint64_t x) {
    const std::size_t n = near_.size();
    if (n == 1) return 1;
    std::size_t found = 0;
    for (std::size_t k = 0; k < n; ++k) {
      reached_[found] = k;
      found += near_[k].reaches(x) ? 1 : 0;
    }
    return found;
  }
  /// Their numbers among the near ones.
  std::size_t operator[](std::size_t k) const { return reached_[k]; }

 private:
  std::span<const NearBrick> near_;
  std::vector<std::size_t> reached_;
};

// The near bricks of all axes put together: images that atoms of this rank may have elsewhere.
class NearImages {
 public:
  NearImages(const NearBricks& near, const ProcessGrid& grid, int rank) : near_(near) {
    for (const NearBrick& z : near[2]) {
      for (const NearBrick& y : near[1]) {
        for (const NearBrick& x : near[0]) {
          const int to = grid.rank_of({x.brick, y.brick, z.brick});
          const Image boxes{x.boxes, y.boxes, z.boxes};
          if (to == rank && boxes.x + boxes.y + boxes.z == 0) itself_ = images_.size();
          images_.push_back({to, boxes});
        }
      }
    }
  }

  /// The images that the atoms in these rows must have.
  [[nodiscard]] std::vector<FoundImage> find(const std::vector<std::uint32_t>& rows,
                                             const Position* position) const {
    Reach x(near_[0]), y(near_[1]), z(near_[2]);
    std::vector<FoundImage> found;
    found.reserve(rows.size());
    for (const std::uint32_t row : rows) {
      const Position& p = position[row];
      const std::size_t nx = x.look(p.x), ny = y.look(p.y), nz = z.look(p.z);
      if (nx * ny * nz == 1) continue;  // its own brick
      for (std::size_t k = 0; k < nz; ++k) {
        for (std::size_t j = 0; j < ny; ++j) {
          const std::size_t line = (z[k] * near_[1].size() + y[j]) * near_[0].size();
          for (std::size_t i = 0; i < nx; ++i) {
            if (line + x[i] == itself_) continue;
            found.push_back({row, static_cast<std::uint32_t>(line + x[i])});
          }
        }
      }
    }
    return found;
  }

  /// What was found goes to `sources`, by rank and else in its order.
  [[nodiscard]] std::vector<HaloPart> sort(const std::vector<FoundImage>& found,
                                           Buffer<GhostSource>& sources) const {
    std::vector<std::size_t> count(images_.size(), 0);
    for (const FoundImage& f : found) ++count[f.image];
    std::map<int, std::size_t> of_rank;
    for (std::size_t k = 0; k < images_.size(); ++k) of_rank[images_[k].rank] += count[k];
    std::vector<HaloPart> parts;
    std::size_t total = 0;
    for (auto& [rank, rows] : of_rank) {
      if (rows > 0) parts.push_back({rank, total, total + rows});
      total += std::exchange(rows, total);
    }
    std::vector<std::size_t*> next;
    for (const auto& image : images_) next.push_back(&of_rank[image.rank]);
    sources.resize(total);
    GhostSource* const source = sources.data();
    for (const FoundImage& f : found) source[(*next[f.image])++] = {f.row, images_[f.image].boxes};
    return parts;
  }

 private:
  struct NearImage {
    int rank;
    Image boxes;
  };
  const NearBricks& near_;
  std::vector<NearImage> images_;
  std::size_t itself_ = 0;  ///< the image that is the atom itself
};

}  // namespace

std::vector<HaloPart> Domain::choose_on_host(const AtomsView& atoms, const GhostRule& rule,
                                             const NearBricks& near) {
  const std::vector<std::uint32_t> candidates =
      rows_where(device_, atoms.n_local, CandidateBody{atoms.position, rule});
  row_parts_ = RowParts(atoms.n_local, ranges_without(atoms.n_local, candidates));
  const NearImages images(near, grid_, communicator_.rank());
  const std::vector<FoundImage> found = images.find(candidates, atoms.position);
  return images.sort(found, sources_);
}

void Domain::choose_ghosts(Atoms& atoms, const Frame& frame, double range) {
  sent_.clear();
  sources_.resize(0);
  row_parts_ = {};
  owners_packed_ = grouped_ = false;
  const int rank = communicator_.rank();
  const NearBricks near = find_near_bricks(grid_, rank, frame, range);
  if (near[0].size() * near[1].size() * near[2].size() == 1) return;  // only its own brick is near
  const GhostRule rule = make_ghost_rule(grid_, rank, frame, range);
  sent_ = device_.is_cuda() ? finder_.find(atoms.view(), rule, near, grid_, rank, sources_)
                            : choose_on_host(atoms.view(), rule, near);
}

// A row of a message: the ghosted fields of an atom, of which the position comes first; then that
// gets the fractions of its image.
void Domain::borders(Atoms& atoms, const Frame& frame, const CellGrid& cells, double range) {
  choose_ghosts(atoms, frame, range);
  const std::size_t stride = aligned_stride(atoms.ghosted_bytes());
  if (!device_.is_cuda()) communicator_.reserve_outbox(sources_.size() * stride);
  const std::span<std::byte> out = packing_room(sources_.size() * stride);
  const PackedRows packed{out.data(), stride};
  pack_owners();
  atoms.pack_ghosted(owners_, packed);
  if (!frame.is_one_box()) {
    for_each(device_, n_sources(),
             PackImagesBody<Position, PackedPosition>{atoms.data(atoms.position()), frame,
                                                      sources_.data(), packed});
  }
  received_ = announce(sent_);
  const std::size_t n = received_.empty() ? 0 : received_.back().end;
  in_.resize(n * stride);
  transfer({out, sent_, bytes_of(in_), received_, stride, !device_.is_cuda()});
  find_slots(cells, stride, n);
  atoms.set_ghosts(static_cast<std::int64_t>(n));
  for_each_arrived([&](std::byte* data, const std::uint32_t* slot, std::int64_t rows) {
    atoms.unpack_ghosted({data, stride}, slot, rows);
  });
}

void Domain::find_slots(const CellGrid& cells, std::size_t stride, std::size_t n) {
  order_.resize(n);
  slot_.resize(n);
  if (n == 0) return;
  cell_start_.resize(static_cast<std::size_t>(cells.n_cells()) + 1);
  sort_ghosts(cells, stride);
  for_each(device_, n_received(), InvertBody{order_.data(), slot_.data()});
}

void Domain::sort_ghosts(const CellGrid& cells, std::size_t stride) {
  if constexpr (config::have_cuda) {
    if (device_.is_cuda()) {
      return cuda::sort_ghosts(device_, {in_.data(), stride}, n_received(), cells,
                               cell_start_.data(), order_.data());
    }
  }
  sort_ghosts_on_host(cells, stride);
}

void Domain::sort_ghosts_on_host(const CellGrid& cells, std::size_t stride) {
  std::vector<PackedPosition> images;
  images.reserve(order_.size());
  for_each_arrived([&](std::byte* data, const std::uint32_t*, std::int64_t n) {
    const PackedRows rows{data, stride};
    for (std::int64_t k = 0; k < n; ++k) images.push_back(rows.at<PackedPosition>(k));
  });
  const auto room =
      std::make_unique_for_overwrite<std::uint32_t[]>(HostSortScratch::size(images.size()));
  const int threads = n_received() > 512 ? device_.threads() : 1;
  HostCellSort(cells, threads, HostSortScratch(room.get(), n_received()),
               CellOfImage{images.data(), cells})
      .run(n_received(), {cell_start_.data(), order_.data()});
}

}  // namespace alder
