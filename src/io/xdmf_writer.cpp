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

// Row `frame` of a data set [frames][atoms][3].
std::string frame_of(const std::string& file, const std::string& element, std::int64_t frame,
                     std::int64_t n_atoms, int bytes) {
  return fmt::format(
      "<DataItem ItemType=\"HyperSlab\" Dimensions=\"{0} 3\">"
      "<DataItem Dimensions=\"3 3\" Format=\"XML\">{1} 0 0 1 1 1 1 {0} 3</DataItem>"
      "<DataItem Dimensions=\"{2} {0} 3\" NumberType=\"Float\" Precision=\"{3}\" Format=\"HDF\">"
      "{4}:/particles/trajectory/{5}/value</DataItem></DataItem>",
      n_atoms, frame, frame + 1, bytes, file, element);
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
      frames_, time, n_atoms_, frame_of(source_, "position", frames_, n_atoms_, bytes), source_);
  for (const char* field : {"velocity", "force"}) {
    if (std::find(deck_.fields.begin(), deck_.fields.end(), field) == deck_.fields.end()) continue;
    text += fmt::format(
        "<Attribute Name=\"{0}\" AttributeType=\"Vector\" Center=\"Node\">{1}</Attribute>\n", field,
        frame_of(source_, field, frames_, n_atoms_, bytes));
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
