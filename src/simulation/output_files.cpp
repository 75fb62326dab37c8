// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/output_files.hpp"

#include <filesystem>
#include <set>

#include "base/error.hpp"
#include "domain/agree.hpp"
#include "simulation/run.hpp"

namespace alder {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

/// Writes the rows of the table; the first rank has the file.
class ThermoObserver final : public Observer {
 public:
  ThermoObserver(ThermoCsv* file, std::int64_t every) : file_(file), every_(every) {}
  [[nodiscard]] Trigger trigger() const override {
    return {.every = every_, .at_start = true, .at_end = true};
  }
  [[nodiscard]] Want wants() const override { return {.energy = true, .virial = true}; }
  void observe(ObservedSystem& system) override {
    const ThermoRow& row = system.thermo();
    collectively(system.communicator(), [&] {
      if (file_ != nullptr) file_->write(row);
    });
  }

 private:
  ThermoCsv* file_;
  std::int64_t every_;
};

/// Writes the frames of one trajectory; the first rank has the XDMF file.
class TrajectoryObserver final : public Observer {
 public:
  TrajectoryObserver(SharedTrajectory& file, XdmfWriter* xdmf, std::int64_t every,
                     const TrajectoryFrame& form)
      : file_(file), xdmf_(xdmf), every_(every), frame_(form) {}
  [[nodiscard]] Trigger trigger() const override { return {.every = every_}; }
  void observe(ObservedSystem& system) override {
    frame_.collect(system, file_.blocks());
    file_.write(frame_);
    collectively(system.communicator(), [&] {
      if (xdmf_ != nullptr) xdmf_->add_frame(file_.file().times().back());
    });
  }

 private:
  SharedTrajectory& file_;
  XdmfWriter* xdmf_;
  std::int64_t every_;
  TrajectoryFrame frame_;
};

// What must be the same for a file to be continued.
json form_of(const TrajectoryDeck& deck) {
  return {{"fields", deck.fields},          {"double_precision", deck.double_precision},
          {"unwrap", deck.unwrap},          {"native_units", deck.native_units},
          {"gzip", deck.compression.gzip},  {"shuffle", deck.compression.shuffle},
          {"chunk_atoms", deck.chunk_atoms}};
}

void check_fields(const TrajectoryDeck& deck, const std::string& path) {
  const std::set<std::string> fields(deck.fields.begin(), deck.fields.end());
  if (!fields.contains("position")) {
    throw InputError("output.trajectory of " + path +
                     ": 'fields' must contain position, which readers of H5MD need");
  }
}

// "melt.h5md" at step 500 -> "melt.until-500.h5md".
std::string name_until(const std::string& path, std::int64_t step) {
  const fs::path p(path);
  return (p.parent_path() /
          (p.stem().string() + ".until-" + std::to_string(step) + p.extension().string()))
      .string();
}

}  // namespace

OutputFiles::OutputFiles(const OutputDeck& deck, const std::string& name, const std::string& folder)
    : thermo_deck_(deck.thermo),
      thermo_path_((fs::path(folder) / (name + ".thermo.csv")).string()) {
  std::set<std::string> taken;
  for (const TrajectoryDeck& t : deck.trajectory) {
    const std::string file = t.file.empty() ? name + ".h5md" : t.file;
    const std::string path = (fs::path(folder) / file).string();
    if (!taken.insert(path).second) {
      throw InputError("two trajectories of output.trajectory are both called " + file +
                       "; give each its own 'file'");
    }
    check_fields(t, file);
    trajectories_.push_back({path, t, nullptr, nullptr});
  }
}

std::vector<std::string> OutputFiles::open(Run& run, const json& state) {
  sentences_.clear();
  const Snapshot system = run.engine().snapshot();
  std::vector<std::unique_ptr<H5mdWriter>> writers(trajectories_.size());
  collectively(run.communicator(), [&] {
    if (!run.communicator().is_first()) return;
    open_thermo(run, state);
    for (std::size_t k = 0; k < writers.size(); ++k) {
      Trajectory& t = trajectories_[k];
      writers[k] = open_trajectory(run, t, system, state);
      if (!t.deck.xdmf) continue;
      t.xdmf = std::make_unique<XdmfWriter>(t.path, t.deck, run.n_atoms(), writers[k]->times());
    }
  });
  run.add_observer(std::make_unique<ThermoObserver>(thermo_.get(), thermo_deck_.every));
  for (std::size_t k = 0; k < writers.size(); ++k) {
    Trajectory& t = trajectories_[k];
    t.file = std::make_unique<SharedTrajectory>(run.communicator(), t.path, std::move(writers[k]),
                                                run.n_atoms());
    run.add_observer(std::make_unique<TrajectoryObserver>(*t.file, t.xdmf.get(), t.deck.every,
                                                          empty_frame(t.deck, run.deck().units)));
  }
  return sentences_;
}

void OutputFiles::set_aside(const std::string& path, std::int64_t step) {
  const std::string aside = name_until(path, step);
  std::error_code error;
  fs::rename(path, aside, error);
  if (!error) sentences_.push_back(path + " is continued in another form; what it had is " + aside);
}

void OutputFiles::open_thermo(Run& run, const json& state) {
  const json before = state.is_null() ? json() : state.at("thermo");
  if (before.is_null()) {
    thermo_ = std::make_unique<ThermoCsv>(thermo_path_, thermo_deck_);
  } else if (before.at("columns") != json(thermo_deck_.columns)) {
    set_aside(thermo_path_, run.step());
    thermo_ = std::make_unique<ThermoCsv>(thermo_path_, thermo_deck_);
  } else {
    thermo_ = std::make_unique<ThermoCsv>(thermo_path_, thermo_deck_,
                                          before.at("bytes").get<std::int64_t>());
  }
}

std::unique_ptr<H5mdWriter> OutputFiles::open_trajectory(Run& run, const Trajectory& t,
                                                         const Snapshot& system,
                                                         const json& state) {
  const std::string name = fs::path(t.path).filename().string();
  const json all = state.is_null() ? json::object() : state.at("trajectories");
  const json before = all.contains(name) ? all.at(name) : json();
  const bool continues = !before.is_null() && before.at("form") == form_of(t.deck);
  if (!before.is_null() && !continues) set_aside(t.path, run.step());
  if (!continues) {
    return std::make_unique<H5mdWriter>(t.path, t.deck, run.deck().units, system, run.provenance());
  }
  return std::make_unique<H5mdWriter>(t.path, t.deck, run.deck().units, run.n_atoms(),
                                      before.at("frames").get<std::int64_t>());
}

json OutputFiles::state() const {
  if (thermo_ == nullptr) return {};
  json state{{"thermo", {{"columns", thermo_deck_.columns}, {"bytes", thermo_->bytes()}}},
             {"trajectories", json::object()}};
  for (const Trajectory& t : trajectories_) {
    state["trajectories"][fs::path(t.path).filename().string()] = {
        {"form", form_of(t.deck)}, {"frames", t.file->file().frames()}};
  }
  return state;
}

void OutputFiles::sync() {
  if (thermo_ != nullptr) thermo_->sync();
  for (const Trajectory& t : trajectories_) {
    if (t.file != nullptr) t.file->sync();
  }
}

std::uint64_t OutputFiles::frame_bytes(std::int64_t n_atoms) const {
  std::uint64_t bytes = 0;
  for (const Trajectory& t : trajectories_) {
    bytes += static_cast<std::uint64_t>(n_atoms) * t.deck.fields.size() *
             (t.deck.double_precision ? 24 : 12);
  }
  return bytes;
}

}  // namespace alder
