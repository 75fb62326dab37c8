// SPDX-License-Identifier: BSD-3-Clause
#include "io/checkpoint.hpp"

#include <cstring>
#include <filesystem>
#include <utility>

#include "base/error.hpp"
#include "domain/agree.hpp"
#include "io/atomic_file.hpp"
#include "io/checksum.hpp"
#include "io/hdf5_file.hpp"
#include "io/space.hpp"

namespace alder {
namespace {

using json = nlohmann::ordered_json;
using Bytes = std::span<const std::byte>;

constexpr std::int64_t format_version = 1;
constexpr std::uint64_t metadata_reserve = std::uint64_t{1} << 20;

Bytes bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

[[noreturn]] void damaged(const std::string& path, const std::string& what) {
  throw EnvironmentError(path + ": error: the checkpoint is damaged: " + what);
}

// The file while it is put together.
class PartFile {
 public:
  PartFile(const std::string& path, const json& state, std::uint64_t field_bytes)
      : reserve_(path), file_(hdf5::create_file(path)) {
    const std::string text = state.dump(-1, ' ', false, json::error_handler_t::replace);
    reserve_.ensure(field_bytes + text.size() + metadata_reserve);
    hdf5::write_number(file_, "alder_checkpoint", format_version);
    hdf5::write_text(file_, "state", text);
    hdf5::write_number(file_, "state_crc32c", crc32c(bytes_of(text)));
    atoms_ = hdf5::create_group(file_, "atoms");
  }

  void begin_field(const FieldInfo& info, std::uint64_t rows) {
    item_bytes_ = info.item_bytes;
    first_ = 0;
    checksum_ = 0;
    field_ = hdf5::create_data(atoms_, info.name, hdf5::Type::u8, {rows, item_bytes_});
  }

  void add_rows(Bytes piece) {
    const std::uint64_t rows = piece.size() / item_bytes_;
    hdf5::write_part(field_, first_, rows, hdf5::Type::u8, piece.data());
    checksum_ = crc32c(piece, checksum_);
    first_ += rows;
  }

  void end_field() { hdf5::write_number(field_, "crc32c", checksum_); }

  void finish() {
    hdf5::flush(file_);
    field_.close();
    atoms_.close();
    file_.close();
  }

 private:
  SpaceReserve reserve_;
  hdf5::Handle file_, atoms_;
  hdf5::Handle field_;  ///< the one being written
  std::uint64_t item_bytes_ = 1, first_ = 0;
  std::uint32_t checksum_ = 0;
};

// Every saved field comes to the first rank from one rank after the other, and is written. After an
// error the first rank keeps on taking messages, for the others know nothing of it yet.
void write_fields(std::unique_ptr<PartFile>& file, Communicator& communicator, const Atoms& atoms) {
  std::exception_ptr error;
  const auto attempt = [&](const auto& work) {
    if (file == nullptr || error) return;
    try {
      work();
    } catch (...) {
      error = std::current_exception();
    }
  };
  const auto n = static_cast<std::uint64_t>(atoms.n_global());
  atoms.visit_saved([&](const FieldInfo& info, Bytes rows) {
    attempt([&] {
      file->begin_field(info, n);
      file->add_rows(rows);
    });
    for (int rank = 1; rank < communicator.size(); ++rank) {
      std::vector<Message> sent;
      if (communicator.rank() == rank) sent.push_back({0, {rows.begin(), rows.end()}});
      for (const Message& message : communicator.exchange(std::move(sent))) {
        attempt([&] { file->add_rows(message.bytes); });
      }
    }
    attempt([&] { file->end_field(); });
  });
  if (error) std::rethrow_exception(error);
}

Checkpoint::Field read_field(const hdf5::Handle& group, const std::string& name,
                             const std::string& path) {
  const hdf5::Handle data = hdf5::open_data(group, name);
  const hdf5::Extent extent = hdf5::extent_of(data);
  if (extent.size() != 2) damaged(path, "field '" + name + "' has no rows");
  Checkpoint::Field field{name, static_cast<std::size_t>(extent[1]),
                          std::vector<std::byte>(static_cast<std::size_t>(extent[0] * extent[1]))};
  hdf5::read_data(data, hdf5::Type::u8, field.rows.data());
  if (hdf5::read_numbers(data, "crc32c") != std::vector<std::int64_t>{crc32c(field.rows)}) {
    damaged(path, "the checksum of '" + name + "' does not match");
  }
  return field;
}

// What the first rank sends to each.
std::vector<Message> shares(const Communicator& communicator, const Checkpoint::Field& field,
                            const std::vector<std::size_t>& counts) {
  if (!communicator.is_first()) return {};
  const auto ranks = static_cast<std::size_t>(communicator.size());
  if (counts.size() != ranks) return {Message{0, field.rows}};
  std::vector<Message> out;
  auto from = field.rows.begin();
  for (std::size_t rank = 0; rank < ranks; ++rank) {
    const auto to = from + static_cast<std::ptrdiff_t>(counts[rank] * field.item_bytes);
    out.push_back({static_cast<int>(rank), {from, to}});
    from = to;
  }
  return out;
}

std::vector<std::int64_t> rows_of_ranks(Communicator& communicator, std::int64_t n_local) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(communicator.size()), 0);
  rows[static_cast<std::size_t>(communicator.rank())] = n_local;
  communicator.sum(std::span(rows));
  return rows;
}

}  // namespace

std::string previous_checkpoint(const std::string& path) {
  const std::filesystem::path p(path);
  return (p.parent_path() / (p.stem().string() + ".previous" + p.extension().string())).string();
}

void write_checkpoint(const std::string& path, json state, Communicator& communicator,
                      const Atoms& atoms) {
  state["rank_rows"] = rows_of_ranks(communicator, atoms.n_local());
  const std::uint64_t bytes = static_cast<std::uint64_t>(atoms.n_global()) * atoms.saved_bytes();
  const std::string part = part_of(path);
  try {
    const hdf5::Session session;
    std::unique_ptr<PartFile> file;
    collectively(communicator, [&] {
      if (communicator.is_first()) file = std::make_unique<PartFile>(part, state, bytes);
    });
    collectively(communicator, [&] { write_fields(file, communicator, atoms); });
    if (file != nullptr) file->finish();
  } catch (const Error&) {
    std::error_code ignored;
    if (communicator.is_first()) std::filesystem::remove(part, ignored);
    throw;
  }
  collectively(communicator, [&] {
    if (communicator.is_first()) publish_keeping(path, previous_checkpoint(path));
  });
}

void share_checkpoint(Communicator& communicator, Checkpoint& checkpoint) {
  json header{{"state", checkpoint.state}, {"fields", json::array()}};
  for (const Checkpoint::Field& field : checkpoint.fields) {
    header["fields"].push_back({field.name, field.item_bytes});
  }
  const std::string text = header.dump();
  std::vector<std::byte> bytes(bytes_of(text).begin(), bytes_of(text).end());
  communicator.broadcast(bytes, 0);
  const auto* begin = reinterpret_cast<const char*>(bytes.data());
  header = json::parse(begin, begin + bytes.size());
  checkpoint.state = header.at("state");
  checkpoint.fields.resize(header.at("fields").size());
  const auto counts = checkpoint.state.at("rank_rows").get<std::vector<std::size_t>>();
  for (std::size_t k = 0; k < checkpoint.fields.size(); ++k) {
    Checkpoint::Field& field = checkpoint.fields[k];
    field.name = header.at("fields").at(k).at(0).get<std::string>();
    field.item_bytes = header.at("fields").at(k).at(1).get<std::size_t>();
    const auto messages = communicator.exchange(shares(communicator, field, counts));
    field.rows = messages.empty() ? std::vector<std::byte>{} : messages.front().bytes;
  }
}

Checkpoint read_checkpoint(const std::string& path) {
  const hdf5::Session session;
  const hdf5::Handle file = hdf5::open_file(path, false);
  if (!hdf5::has_attribute(file, "alder_checkpoint")) damaged(path, "it is no Alder checkpoint");
  if (hdf5::read_numbers(file, "alder_checkpoint").front() != format_version) {
    throw InputError(path +
                     ": error: the checkpoint was written by another version of Alder; continue "
                     "with that one, or start over with --fresh");
  }
  Checkpoint checkpoint;
  const std::string text = hdf5::read_text(file, "state");
  if (hdf5::read_numbers(file, "state_crc32c").front() != crc32c(bytes_of(text))) {
    damaged(path, "the checksum of its state does not match");
  }
  checkpoint.state = json::parse(text);
  const hdf5::Handle group = hdf5::open_group(file, "atoms");
  for (const std::string& name : hdf5::names_in(group)) {
    checkpoint.fields.push_back(read_field(group, name, path));
  }
  return checkpoint;
}

}  // namespace alder
