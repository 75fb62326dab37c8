// SPDX-License-Identifier: BSD-3-Clause
#include "domain/global_rows.hpp"

#include <algorithm>
#include <cstring>
#include <limits>
#include <map>
#include <type_traits>
#include <utility>

#include "backend/host_view.hpp"

namespace alder {
namespace {

// 1 minus the spacing of floats below 1: times a length this stays below the length in float.
constexpr double largest_float_fraction = 1 - 0x1p-23;

// A row on its way to the rank that owns it.
template <class Numbers>
struct Row {
  std::uint32_t place;  ///< in the owner's block
  Numbers value;
};

template <class T>
void append(std::vector<std::byte>& bytes, const T& item) {
  const auto* begin = reinterpret_cast<const std::byte*>(&item);
  bytes.insert(bytes.end(), begin, begin + sizeof item);
}

template <class T>
std::vector<T> items_of(const std::vector<std::byte>& bytes) {
  std::vector<T> items(bytes.size() / sizeof(T));
  if (!items.empty()) std::memcpy(items.data(), bytes.data(), bytes.size());
  return items;
}

template <class T>
std::vector<std::byte> bytes_of(const std::vector<T>& items) {
  std::vector<std::byte> bytes(items.size() * sizeof(T));
  if (!items.empty()) std::memcpy(bytes.data(), items.data(), bytes.size());
  return bytes;
}

// The ids of all ranks in ascending order, on every rank.
std::vector<std::int64_t> sorted_ids(Communicator& communicator,
                                     const std::vector<std::int64_t>& local) {
  std::vector<std::int64_t> ids;
  for (const Message& message : communicator.exchange({Message{0, bytes_of(local)}})) {
    const auto some = items_of<std::int64_t>(message.bytes);
    ids.insert(ids.end(), some.begin(), some.end());
  }
  std::sort(ids.begin(), ids.end());
  std::vector<std::byte> bytes = bytes_of(ids);
  communicator.broadcast(bytes, 0);
  return items_of<std::int64_t>(bytes);
}

template <class Real>
std::array<Real, 3> scaled(const Vec3& v, double scale) {
  return {static_cast<Real>(scale * v.x), static_cast<Real>(scale * v.y),
          static_cast<Real>(scale * v.z)};
}

// The corner of the box is the origin.
Box at_origin(Box box) {
  box.origin = {};
  return box;
}

Vec3 as_vector(const Image& n) {
  return {static_cast<double>(n.x), static_cast<double>(n.y), static_cast<double>(n.z)};
}

}  // namespace

GlobalRows::GlobalRows(Communicator& communicator, Atoms& atoms) : communicator_(communicator) {
  const std::vector<std::int64_t> ids = atoms.rows(atoms.tag());
  constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min() + 1;
  std::array ends{none, none};  // the last id, minus the first
  for (const std::int64_t id : ids) ends = {std::max(ends[0], id), std::max(ends[1], -id)};
  communicator.max(std::span(ends));
  first_id_ = -ends[1];
  const std::int64_t n = communicator.sum(static_cast<std::int64_t>(ids.size()));
  if (n > 0 && ends[0] - first_id_ != n - 1) ids_ = sorted_ids(communicator, ids);
}

std::int64_t GlobalRows::row_of(std::int64_t id) const {
  if (ids_.empty()) return id - first_id_;
  return std::lower_bound(ids_.begin(), ids_.end(), id) - ids_.begin();
}

// Atoms of rows that this rank owns go straight to their rows, the others by message. `value` gives
// an array of T for each atom.
template <class T, class Ids, class Value>
void GlobalRows::collect(std::int64_t n, int threads, const Ids& id, const Value& value,
                         const Target<T>& target) {
  using Numbers = decltype(value(std::int64_t{0}));
  const RowBlocks& blocks = target.blocks;
  const int me = communicator_.rank();
  const std::int64_t begin = blocks.begin(me);
  const std::int64_t end = blocks.end(me);
  const auto put = [&](std::int64_t place, const Numbers& numbers) {
    std::memcpy(target.out + static_cast<std::int64_t>(numbers.size()) * place, numbers.data(),
                sizeof numbers);
  };
#pragma omp parallel for schedule(static) num_threads(threads) if (n > 4096)
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t row = row_of(id(i));
    if (row >= begin && row < end) put(row - begin, value(i));
  }
  if (communicator_.size() == 1) return;
  std::map<int, std::vector<std::byte>> leaving;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t row = row_of(id(i));
    const int owner = blocks.owner(row);
    if (owner == me) continue;
    const auto place = static_cast<std::uint32_t>(row - blocks.begin(owner));
    append(leaving[owner], Row<Numbers>{place, value(i)});
  }
  std::vector<Message> messages;
  for (auto& [rank, bytes] : leaving) messages.push_back({rank, std::move(bytes)});
  for (const Message& message : communicator_.exchange(std::move(messages))) {
    for (const auto& row : items_of<Row<Numbers>>(message.bytes)) put(row.place, row.value);
  }
}

template <class T, class Value>
void GlobalRows::collect(Atoms& atoms, const Value& value, const Target<T>& target) {
  const std::int64_t n = atoms.n_local();
  const HostView<std::int64_t> tag(atoms.device(), atoms.view().tag, n);
  collect(
      n, atoms.device().threads(), [&](std::int64_t i) { return tag[i]; }, value, target);
}

template <class Real>
void GlobalRows::copy_scalars_as(Atoms& atoms, const double* value, double scale,
                                 const Target<Real>& target) {
  const HostView<double> rows(atoms.device(), value, atoms.n_local());
  collect(
      atoms,
      [&](std::int64_t i) { return std::array<Real, 1>{static_cast<Real>(scale * rows[i])}; },
      target);
}

void GlobalRows::copy_scalars(Atoms& atoms, const double* value, double scale,
                              const RowBlocks& blocks, std::span<float> out) {
  copy_scalars_as(atoms, value, scale, Target<float>{blocks, out.data()});
}

void GlobalRows::copy_scalars(Atoms& atoms, const double* value, double scale,
                              const RowBlocks& blocks, std::span<double> out) {
  copy_scalars_as(atoms, value, scale, Target<double>{blocks, out.data()});
}

void GlobalRows::copy_kept(std::span<const std::int64_t> ids, std::span<const float> local,
                           const RowBlocks& blocks, std::span<float> xyz) {
  collect(
      static_cast<std::int64_t>(ids.size()), 1,
      [&](std::int64_t i) { return ids[static_cast<std::size_t>(i)]; },
      [&](std::int64_t i) {
        const auto k = 3 * static_cast<std::size_t>(i);
        return std::array<float, 3>{local[k], local[k + 1], local[k + 2]};
      },
      Target<float>{blocks, xyz.data()});
}

template <class Real>
void GlobalRows::copy_as(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
                         const Target<Real>& target) {
  const AtomsView view = atoms.view();
  const std::int64_t n = atoms.n_local();
  if (what == AtomQuantity::velocity || what == AtomQuantity::force) {
    const HostView<PaddedVec3> vectors(atoms.device(),
                                       what == AtomQuantity::force ? view.force : view.velocity, n);
    return collect(
        atoms, [&](std::int64_t i) { return scaled<Real>(vectors[i].xyz(), scale); }, target);
  }
  const Box box = at_origin(frame.box());
  const HostView<Position> position(atoms.device(), view.position, n);
  if (what == AtomQuantity::unwrapped_position) {
    const HostView<Image> image(atoms.device(), view.image, n);
    const auto value = [&](std::int64_t i) {
      const Vec3 f = frame.box_fraction(position[i]) + as_vector(image[i]);
      return scaled<Real>(box.to_cartesian(f), scale);
    };
    return collect(atoms, value, target);
  }
  const auto value = [&](std::int64_t i) {
    Vec3 f = frame.box_fraction(position[i]);
    if constexpr (std::is_same_v<Real, float>) {
      for (int k = 0; k < 3; ++k) {
        if (box.periodic[static_cast<std::size_t>(k)])
          f[k] = std::min(f[k], largest_float_fraction);
      }
    }
    return scaled<Real>(box.to_cartesian(f), scale);
  };
  collect(atoms, value, target);
}

void GlobalRows::copy(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
                      const RowBlocks& blocks, std::span<float> xyz) {
  copy_as(atoms, frame, what, scale, Target<float>{blocks, xyz.data()});
}

void GlobalRows::copy(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
                      const RowBlocks& blocks, std::span<double> xyz) {
  copy_as(atoms, frame, what, scale, Target<double>{blocks, xyz.data()});
}

void GlobalRows::copy_images(Atoms& atoms, const RowBlocks& blocks, std::span<std::int32_t> xyz) {
  const HostView<Image> image(atoms.device(), atoms.view().image, atoms.n_local());
  collect(
      atoms,
      [&](std::int64_t i) {
        return std::array<std::int32_t, 3>{image[i].x, image[i].y, image[i].z};
      },
      Target<std::int32_t>{blocks, xyz.data()});
}

}  // namespace alder
