// SPDX-License-Identifier: BSD-3-Clause
// Runs a deck and writes chosen steps as extended XYZ, for the pictures of the documentation.
//   frames DECK OUT.extxyz STEP[,STEP...] [PATH=VALUE...]
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "alder.hpp"

namespace {

std::vector<std::int64_t> parse_steps(const std::string& text) {
  std::vector<std::int64_t> steps;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    steps.push_back(std::stoll(text.substr(at, end - at)));
    at = end + 1;
  }
  return steps;
}

void write_frame(std::ofstream& file, const alder::Snapshot& s) {
  const alder::Box& box = s.box;
  file << s.n_atoms() << "\nLattice=\"" << box.lx << " 0 0 " << box.xy << ' ' << box.ly << " 0 "
       << box.xz << ' ' << box.yz << ' ' << box.lz
       << "\" Properties=species:S:1:pos:R:3:vel:R:3 pbc=\"T T T\" Time=" << s.time << '\n';
  for (std::size_t i = 0; i < s.id.size(); ++i) {
    const alder::Vec3& x = s.position[i];
    const alder::Vec3& v = s.velocity[i];
    file << s.species[static_cast<std::size_t>(s.type[i])].name << ' ' << x.x << ' ' << x.y << ' '
         << x.z << ' ' << v.x << ' ' << v.y << ' ' << v.z << '\n';
  }
}

int write_frames(const std::vector<std::string>& arguments) {
  const std::vector<std::string> overrides(arguments.begin() + 3, arguments.end());
  const std::vector<std::int64_t> steps = parse_steps(arguments[2]);
  std::ofstream file(arguments[1]);
  alder::Simulation simulation(alder::read_deck(arguments[0], overrides));
  for (const std::int64_t step : steps) {
    if (step > simulation.step()) simulation.advance(step - simulation.step());
    write_frame(file, simulation.snapshot());
  }
  return file.good() ? 0 : 4;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: frames DECK OUT.extxyz STEP[,STEP...] [PATH=VALUE...]\n");
    return 2;
  }
  try {
    return write_frames({argv + 1, argv + argc});
  } catch (const alder::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return error.exit_code();
  }
}
