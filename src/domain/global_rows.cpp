// SPDX-License-Identifier: BSD-3-Clause
#include "domain/global_rows.hpp"

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

#include "backend/host_view.hpp"

namespace alder {
namespace {

// 1 minus the spacing of floats below 1: times a length this stays below the length in float.
constexpr double largest_float_fraction = 1 - 0x1p-23;

template <class Numbers>
struct Row {
  std::int64_t id;
  Numbers value;
};

template <class T>
std::vector<Message> to_first(std::vector<T> items) {
  if (items.empty()) return {};
  Message message{0, std::vector<std::byte>(items.size() * sizeof(T))};
  std::memcpy(message.bytes.data(), items.data(), message.bytes.size());
  return {std::move(message)};
}

template <class T>
std::vector<T> items_of(const Message& message) {
  std::vector<T> items(message.bytes.size() / sizeof(T));
  std::memcpy(items.data(), message.bytes.data(), message.bytes.size());
  return items;
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
  for (const Message& message : communicator.exchange(to_first(atoms.rows(atoms.tag())))) {
    const auto ids = items_of<std::int64_t>(message);
    ids_.insert(ids_.end(), ids.begin(), ids.end());
  }
  std::sort(ids_.begin(), ids_.end());
  if (ids_.empty()) return;
  const auto span = static_cast<std::uint64_t>(ids_.back() - ids_.front()) + 1;
  if (span > 4 * ids_.size()) return;
  table_.assign(static_cast<std::size_t>(span), 0);
  for (std::size_t row = 0; row < ids_.size(); ++row) {
    table_[static_cast<std::size_t>(ids_[row] - ids_.front())] = static_cast<std::uint32_t>(row);
  }
}

std::size_t GlobalRows::row_of(std::int64_t id) const {
  if (!table_.empty()) return table_[static_cast<std::size_t>(id - ids_.front())];
  return static_cast<std::size_t>(std::lower_bound(ids_.begin(), ids_.end(), id) - ids_.begin());
}

// The first rank's own atoms go straight to their rows, those of the others by message. `value`
// gives an array of T for each atom.
template <class T, class Ids, class Value>
void GlobalRows::collect(std::int64_t n, int threads, const Ids& id, const Value& value, T* out) {
  using Numbers = decltype(value(std::int64_t{0}));
  const bool first = communicator_.is_first();
  std::vector<Row<Numbers>> sent(first ? 0 : static_cast<std::size_t>(n));
  const auto put = [&](const Row<Numbers>& row) {
    std::memcpy(out + row.value.size() * row_of(row.id), row.value.data(), sizeof row.value);
  };
#pragma omp parallel for schedule(static) num_threads(threads) if (n > 4096)
  for (std::int64_t i = 0; i < n; ++i) {
    const Row<Numbers> row{id(i), value(i)};
    if (first) {
      put(row);
    } else {
      sent[static_cast<std::size_t>(i)] = row;
    }
  }
  for (const Message& message : communicator_.exchange(to_first(std::move(sent)))) {
    for (const Row<Numbers>& row : items_of<Row<Numbers>>(message)) put(row);
  }
}

template <class T, class Value>
void GlobalRows::collect(Atoms& atoms, const Value& value, T* out) {
  const std::int64_t n = atoms.n_local();
  const HostView<std::int64_t> tag(atoms.device(), atoms.view().tag, n);
  collect(
      n, atoms.device().threads(), [&](std::int64_t i) { return tag[i]; }, value, out);
}

template <class Real>
void GlobalRows::copy_scalars_as(Atoms& atoms, const double* value, double scale, Real* out) {
  const HostView<double> rows(atoms.device(), value, atoms.n_local());
  collect(
      atoms,
      [&](std::int64_t i) { return std::array<Real, 1>{static_cast<Real>(scale * rows[i])}; }, out);
}

void GlobalRows::copy_scalars(Atoms& atoms, const double* value, double scale,
                              std::span<float> out) {
  copy_scalars_as(atoms, value, scale, out.data());
}

void GlobalRows::copy_scalars(Atoms& atoms, const double* value, double scale,
                              std::span<double> out) {
  copy_scalars_as(atoms, value, scale, out.data());
}

void GlobalRows::copy_kept(std::span<const std::int64_t> ids, std::span<const float> local,
                           std::span<float> xyz) {
  collect(
      static_cast<std::int64_t>(ids.size()), 1,
      [&](std::int64_t i) { return ids[static_cast<std::size_t>(i)]; },
      [&](std::int64_t i) {
        const auto k = 3 * static_cast<std::size_t>(i);
        return std::array<float, 3>{local[k], local[k + 1], local[k + 2]};
      },
      xyz.data());
}

template <class Real>
void GlobalRows::copy_as(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
                         Real* xyz) {
  const AtomsView view = atoms.view();
  const std::int64_t n = atoms.n_local();
  if (what == AtomQuantity::velocity || what == AtomQuantity::force) {
    const HostView<PaddedVec3> vectors(atoms.device(),
                                       what == AtomQuantity::force ? view.force : view.velocity, n);
    return collect(
        atoms, [&](std::int64_t i) { return scaled<Real>(vectors[i].xyz(), scale); }, xyz);
  }
  const Box box = at_origin(frame.box());
  const HostView<Position> position(atoms.device(), view.position, n);
  if (what == AtomQuantity::unwrapped_position) {
    const HostView<Image> image(atoms.device(), view.image, n);
    const auto value = [&](std::int64_t i) {
      const Vec3 f = frame.box_fraction(position[i]) + as_vector(image[i]);
      return scaled<Real>(box.to_cartesian(f), scale);
    };
    return collect(atoms, value, xyz);
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
  collect(atoms, value, xyz);
}

void GlobalRows::copy(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
                      std::span<float> xyz) {
  copy_as(atoms, frame, what, scale, xyz.data());
}

void GlobalRows::copy(Atoms& atoms, const Frame& frame, AtomQuantity what, double scale,
                      std::span<double> xyz) {
  copy_as(atoms, frame, what, scale, xyz.data());
}

void GlobalRows::copy_images(Atoms& atoms, std::span<std::int32_t> xyz) {
  const HostView<Image> image(atoms.device(), atoms.view().image, atoms.n_local());
  collect(
      atoms,
      [&](std::int64_t i) {
        return std::array<std::int32_t, 3>{image[i].x, image[i].y, image[i].z};
      },
      xyz.data());
}

}  // namespace alder
