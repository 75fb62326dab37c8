// SPDX-License-Identifier: BSD-3-Clause
#include "io/xdmf_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/error.hpp"

namespace alder {
namespace {

namespace fs = std::filesystem;

constexpr const char* head =
    "<?xml version=\"1.0\"?>\n"
    "<Xdmf Version=\"2.0\">\n<Domain>\n"
    "<Grid Name=\"trajectory\" GridType=\"Collection\" CollectionType=\"Temporal\">\n";
constexpr const char* tail = "</Grid>\n</Domain>\n</Xdmf>\n";

// Row `frame` of a data set [frames][atoms][3], or [frames][atoms] where there is one component.
std::string frame_of(const std::string& file, const std::string& element, std::int64_t frame,
                     std::int64_t n_atoms, int components, int bytes) {
  const bool vector = components > 1;
  const std::string row =
      vector ? fmt::format("{} {}", n_atoms, components) : fmt::format("{}", n_atoms);
  return fmt::format(
      "<DataItem ItemType=\"HyperSlab\" Dimensions=\"{0}\">"
      "<DataItem Dimensions=\"3 {1}\" Format=\"XML\">{2} {3} {4} 1 {0}</DataItem>"
      "<DataItem Dimensions=\"{5} {0}\" NumberType=\"Float\" Precision=\"{6}\" Format=\"HDF\">"
      "{7}:/particles/trajectory/{8}/value</DataItem></DataItem>",
      row, vector ? 3 : 2, frame, vector ? "0 0" : "0", vector ? "1 1 1" : "1 1", frame + 1, bytes,
      file, element);
}

}  // namespace

std::string xdmf_path(const std::string& trajectory) {
  return fs::path(trajectory).replace_extension(".xdmf").string();
}

XdmfWriter::XdmfWriter(const std::string& trajectory, const TrajectoryDeck& deck,
                       std::int64_t n_atoms, const std::vector<double>& times)
    : path_(xdmf_path(trajectory)),
      source_(fs::path(trajectory).filename().string()),
      deck_(deck),
      n_atoms_(n_atoms) {
  std::ofstream(path_, std::ios::binary) << head;
  end_ = static_cast<std::int64_t>(std::string(head).size());
  std::string grids;
  for (const double time : times) {
    grids += grid(time);
    ++frames_;
  }
  put(grids);
}

void XdmfWriter::add_frame(double time) {
  put(grid(time));
  ++frames_;
}

std::string XdmfWriter::grid(double time) const {
  const int bytes = deck_.double_precision ? 8 : 4;
  std::string text = fmt::format(
      "<Grid Name=\"frame {0}\" GridType=\"Uniform\"><Time Value=\"{1}\"/>\n"
      "<Topology TopologyType=\"Polyvertex\" NumberOfElements=\"{2}\"/>\n"
      "<Geometry GeometryType=\"XYZ\">{3}</Geometry>\n"
      "<Attribute Name=\"species\" Center=\"Node\"><DataItem Dimensions=\"{2}\" "
      "NumberType=\"Int\" Precision=\"4\" Format=\"HDF\">{4}:/particles/trajectory/species"
      "</DataItem></Attribute>\n",
      frames_, time, n_atoms_, frame_of(source_, "position", frames_, n_atoms_, 3, bytes), source_);
  for (const char* field : {"velocity", "force", "potential_energy"}) {
    if (std::find(deck_.fields.begin(), deck_.fields.end(), field) == deck_.fields.end()) continue;
    const bool vector = std::string_view(field) != "potential_energy";
    text += fmt::format(
        "<Attribute Name=\"{0}\" AttributeType=\"{1}\" Center=\"Node\">{2}</Attribute>\n", field,
        vector ? "Vector" : "Scalar",
        frame_of(source_, field, frames_, n_atoms_, vector ? 3 : 1, bytes));
  }
  return text + "</Grid>\n";
}

void XdmfWriter::put(const std::string& grids) {
  std::fstream stream(path_, std::ios::binary | std::ios::in | std::ios::out);
  stream.seekp(end_);
  stream << grids << tail;
  stream.flush();
  if (!stream) {
    throw EnvironmentError(path_ +
                           ": error: the file cannot be written; check the folder, its "
                           "permissions and the space left on the disk");
  }
  end_ += static_cast<std::int64_t>(grids.size());
}

}  // namespace alder
