// SPDX-License-Identifier: BSD-3-Clause
// Snapshots in parts: from rank 0 to the owners and back.
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>

#include "atoms/faces.hpp"
#include "domain/agree.hpp"
#include "domain/domain.hpp"

namespace alder {
namespace {

// Calls `visit` for every per-atom vector of one or more snapshots alike.
template <class Visit, class... Snapshots>
void for_each_row_vector(Visit visit, Snapshots&... s) {
  visit(s.id...);
  visit(s.type...);
  visit(s.position...);
  visit(s.image...);
  visit(s.velocity...);
  visit(s.force...);
  visit(s.charge...);
  visit(s.potential_energy...);
}

std::vector<std::byte> packed(const Snapshot& s) {
  std::vector<std::byte> bytes;
  for_each_row_vector(
      [&](const auto& rows) {
        const std::size_t n = rows.size();
        const std::size_t at = bytes.size();
        const std::size_t length = n * sizeof(rows[0]);
        bytes.resize(at + sizeof(n) + length);
        std::memcpy(bytes.data() + at, &n, sizeof(n));
        if (n > 0) std::memcpy(bytes.data() + at + sizeof(n), rows.data(), length);
      },
      s);
  return bytes;
}

// Appends the rows of a packed snapshot.
void unpack(const std::vector<std::byte>& bytes, Snapshot& s) {
  std::size_t at = 0;
  for_each_row_vector(
      [&](auto& rows) {
        std::size_t n = 0;
        std::memcpy(&n, bytes.data() + at, sizeof(n));
        at += sizeof(n);
        const std::size_t old = rows.size();
        rows.resize(old + n);
        if (n > 0) std::memcpy(rows.data() + old, bytes.data() + at, n * sizeof(rows[0]));
        at += n * sizeof(rows[0]);
      },
      s);
}

void append_row(const Snapshot& from, std::size_t i, Snapshot& to) {
  for_each_row_vector(
      [i](const auto& source, auto& target) {
        if (!source.empty()) target.push_back(source[i]);
      },
      from, to);
}

}  // namespace

Snapshot share_header(Communicator& communicator, const Snapshot& s) {
  struct Fixed {
    std::int64_t step;
    double time;
    Box box;
  };
  Box box;
  collectively(communicator, [&] {
    if (communicator.is_first()) box = box_around(s);
  });
  const Fixed mine{s.step, s.time, box};
  std::vector<std::byte> fixed(sizeof(Fixed));
  std::memcpy(fixed.data(), &mine, sizeof(Fixed));
  communicator.broadcast(fixed, 0);
  nlohmann::json species = nlohmann::json::array();
  for (const Species& k : s.species) species.push_back({k.name, k.mass, k.charge});
  std::vector<std::uint8_t> text = nlohmann::json::to_cbor(species);
  std::vector<std::byte> bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  communicator.broadcast(bytes, 0);

  Fixed shared{};
  std::memcpy(&shared, fixed.data(), sizeof(Fixed));
  Snapshot header;
  header.step = shared.step;
  header.time = shared.time;
  header.box = shared.box;
  text.resize(bytes.size());
  std::memcpy(text.data(), bytes.data(), bytes.size());
  for (const auto& k : nlohmann::json::from_cbor(text)) {
    header.species.push_back({k[0].get<std::string>(), k[1].get<double>(), k[2].get<double>()});
  }
  return header;
}

Snapshot Domain::distribute(const Snapshot& whole, const Snapshot& header,
                            const Frame& frame) const {
  std::map<int, Snapshot> parts;
  const std::size_t rows = communicator_.is_first() ? whole.id.size() : 0;
  for (std::size_t i = 0; i < rows; ++i) {
    Image image;
    const Position p = frame.from_cartesian(whole.position[i], 0, image);
    append_row(whole, i, parts[grid_.owner(p, frame.log2_multiple())]);
  }
  std::vector<Message> messages;
  for (const auto& [rank, part] : parts) messages.push_back({rank, packed(part)});
  Snapshot mine = header;
  for (const Message& m : communicator_.exchange(std::move(messages))) unpack(m.bytes, mine);
  return mine;
}

Snapshot Domain::collect(Snapshot part) const {
  if (communicator_.size() == 1) return part;
  std::vector<Message> messages;
  messages.push_back({0, packed(part)});
  const std::vector<Message> arrived = communicator_.exchange(std::move(messages));
  if (arrived.empty()) return part;
  for_each_row_vector([](auto& rows) { rows.clear(); }, part);
  for (const Message& m : arrived) unpack(m.bytes, part);
  sort_by_id(part, "the system");
  return part;
}

Snapshot Domain::collect_everywhere(Snapshot part) const {
  Snapshot whole = collect(std::move(part));
  if (communicator_.size() == 1) return whole;
  std::vector<std::byte> bytes;
  if (communicator_.is_first()) bytes = packed(whole);
  communicator_.broadcast(bytes, 0);
  if (communicator_.is_first()) return whole;
  for_each_row_vector([](auto& rows) { rows.clear(); }, whole);
  unpack(bytes, whole);
  return whole;
}

}  // namespace alder
