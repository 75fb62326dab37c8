// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/run_files.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>

#include "base/error.hpp"
#include "domain/agree.hpp"
#include "io/atomic_file.hpp"
#include "io/space.hpp"
#include "simulation/run.hpp"
#include "simulation/run_state.hpp"

namespace alder {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

constexpr double default_checkpoint_interval = 900;  // seconds
constexpr double status_interval = 10;
constexpr std::uint64_t small_files = std::uint64_t{1} << 20;

double seconds_between(std::chrono::steady_clock::time_point a,
                       std::chrono::steady_clock::time_point b) {
  return std::chrono::duration<double>(b - a).count();
}

bool is_there(const std::string& path) {
  std::error_code error;
  return fs::exists(path, error);
}

}  // namespace

OutputStart open_run_files(Run& run, const OutputOptions& options) {
  auto files = std::make_unique<RunFiles>(run.deck(), options, run.communicator());
  const OutputStart start = files->open(run);
  if (!start.finished) run.add_keeper(std::move(files));
  return start;
}

RunFiles::RunFiles(const Deck& deck, const OutputOptions& options, Communicator& communicator)
    : options_(options),
      communicator_(communicator),
      folder_(options.directory.empty() ? "." : options.directory),
      cadence_(deck.output.checkpoint),
      files_(deck.output, deck.name, options.directory) {
  const std::string given = cadence_ ? cadence_->file : "";
  const std::string file = given.empty() ? deck.name + ".ckpt.h5" : given;
  checkpoint_path_ = (fs::path(options.directory) / file).string();
  status_path_ = (fs::path(options.directory) / "status.json").string();
  if (cadence_ && cadence_->every == 0 && !cadence_->every_walltime) {
    cadence_->every_walltime = default_checkpoint_interval;
  }
  collectively(communicator_, [&] {
    if (communicator_.is_first()) prepare_place(deck.name);
  });
}

void RunFiles::prepare_place(const std::string& name) {
  check_folder(folder_, small_files);
  lock_ = std::make_unique<RunLock>((fs::path(folder_) / (name + ".lock")).string());
  if (options_.fresh) forget_checkpoints();
}

OutputStart RunFiles::open(Run& run) {
  const std::optional<Checkpoint> checkpoint = find_checkpoint();
  json files;
  if (checkpoint) {
    collectively(communicator_, [&] {
      for (const std::string& sentence : resume_run(run, *checkpoint, checkpoint_path_)) {
        log(sentence);
      }
    });
    if (run.step() >= run.last_step()) return {true, true, run.step()};
    log(fmt::format("continuing from step {}", run.step()));
    files = checkpoint->state.at("files");
    last_checkpoint_step_ = run.step();
  }
  const auto atoms = static_cast<std::uint64_t>(run.n_atoms());
  const std::uint64_t checkpoint_bytes = cadence_ ? atoms * run.engine().atoms().saved_bytes() : 0;
  collectively(communicator_, [&] {
    if (!communicator_.is_first()) return;
    check_folder(folder_, small_files + files_.frame_bytes(run.n_atoms()) + checkpoint_bytes);
  });
  for (const std::string& sentence : files_.open(run, files)) log(sentence);
  return {checkpoint.has_value(), false, run.step()};
}

void RunFiles::forget_checkpoints() {
  std::error_code ignored;
  fs::remove(checkpoint_path_, ignored);
  fs::remove(previous_checkpoint(checkpoint_path_), ignored);
}

std::optional<Checkpoint> RunFiles::find_checkpoint() {
  std::optional<Checkpoint> checkpoint;
  collectively(communicator_, [&] {
    if (communicator_.is_first()) checkpoint = read_newest();
  });
  const bool found = communicator_.max(std::int64_t{checkpoint.has_value()}) != 0;
  if (!found) return {};
  if (!checkpoint) checkpoint.emplace();
  share_checkpoint(communicator_, *checkpoint);
  return checkpoint;
}

// The newest one that is whole.
std::optional<Checkpoint> RunFiles::read_newest() {
  std::string trouble;
  for (const std::string& candidate : {checkpoint_path_, previous_checkpoint(checkpoint_path_)}) {
    if (!is_there(candidate)) continue;
    try {
      Checkpoint checkpoint = read_checkpoint(candidate);
      if (!trouble.empty()) log(trouble + "; taking the one before it, " + candidate);
      return checkpoint;
    } catch (const EnvironmentError& e) {
      trouble += (trouble.empty() ? "" : "\n") + std::string(e.what());
    }
  }
  if (trouble.empty()) return {};
  throw EnvironmentError(trouble +
                         "\nthere is no whole checkpoint to continue from; put one back, or start "
                         "over with --fresh");
}

void RunFiles::add_wishes(const Run& run, Wishes& wishes) {
  const Clock::time_point now = run.now();
  if (cadence_ && cadence_->every_walltime && run.step() != last_checkpoint_step_) {
    wishes.checkpoint |= seconds_between(last_checkpoint_, now) >= *cadence_->every_walltime;
  }
  if (options_.max_walltime_seconds > 0 && !wishes.stop && out_of_time(run, now)) {
    log("stopping now, so that there is time for the checkpoint before the wall-clock limit");
    wishes.stop = true;
  }
}

void RunFiles::after_step(Run& run, const Wishes& agreed) {
  black_box_.note(run);
  const bool by_steps = cadence_ && cadence_->every > 0 && run.step() % cadence_->every == 0;
  const bool is_new = run.step() != last_checkpoint_step_ && run.step() > 0;
  if (is_new && (agreed.checkpoint || by_steps)) write_checkpoint(run);
  if (seconds_between(last_status_, run.now()) >= status_interval) write_status(run, "running");
}

// Time is kept for a checkpoint twice as slow as the slowest yet, and for two steps.
bool RunFiles::out_of_time(const Run& run, Clock::time_point now) const {
  const double checkpoint = std::max(2 * checkpoint_seconds_, 1.0);
  const double steps = 2e-3 * run.progress().ms_per_step;
  return seconds_between(begun_, now) + checkpoint + steps >= options_.max_walltime_seconds;
}

// A run that was stopped can always be continued. A finished one leaves a checkpoint only where the
// deck wants them.
void RunFiles::at_end(Run& run) {
  const bool finished = run.step() >= run.last_step();
  if (finished && !cadence_) {
    if (communicator_.is_first()) forget_checkpoints();
  } else if (run.step() != last_checkpoint_step_ || finished) {
    write_checkpoint(run);
  }
  write_status(run, finished ? "finished" : "stopped");
}

void RunFiles::at_failure(Run& run, const std::string& diagnosis) {
  static_cast<void>(diagnosis);
  const std::string path = (fs::path(options_.directory) / "crash.h5md").string();
  black_box_.write(run, path);
  write_status(run, "failed");
  log("the last frames are in " + path);
}

void RunFiles::write_checkpoint(Run& run) {
  const Clock::time_point begin = Clock::now();
  collectively(communicator_, [&] { files_.sync(); });
  json state = state_of_run(run);
  state["files"] = files_.state();
  alder::write_checkpoint(checkpoint_path_, state, communicator_, run.engine().atoms());
  last_checkpoint_ = Clock::now();
  last_checkpoint_step_ = run.step();
  const double seconds = seconds_between(begin, last_checkpoint_);
  run.note_checkpoint(seconds);
  if (options_.grace_seconds > 0 && seconds > options_.grace_seconds &&
      checkpoint_seconds_ <= options_.grace_seconds) {
    log(
        fmt::format("warning: a checkpoint took {:.1f} s, more than the grace of {:.1f} s that "
                    "this job gets at a signal; ask for more, or write to a faster disk",
                    seconds, options_.grace_seconds));
  }
  checkpoint_seconds_ = std::max(checkpoint_seconds_, seconds);
}

void RunFiles::write_status(const Run& run, const std::string& state) {
  last_status_ = run.now();
  if (!communicator_.is_first()) return;
  const Progress p = run.progress();
  json status{{"state", state},
              {"step", p.step},
              {"last_step", run.last_step()},
              {"stage", p.stage},
              {"ms_per_step", p.ms_per_step},
              {run.deck().units.name == "lj" ? "tau_per_day" : "ns_per_day", p.time_per_day},
              {"seconds_left", p.seconds_left},
              {"wall_seconds", p.wall_seconds}};
  if (const auto& row = run.last_row()) {
    status["thermo"] = {{"step", row->step},
                        {"temperature", row->temperature},
                        {"potential_energy", row->potential_energy},
                        {"total_energy", row->total_energy},
                        {"pressure", row->pressure}};
  }
  status["last_checkpoint"] = {
      {"step", last_checkpoint_step_ < 0 ? json() : json(last_checkpoint_step_)},
      {"seconds_to_write", checkpoint_seconds_}};
  status["process"] = ::getpid();
  status["updated"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
  write_text_file(status_path_, status.dump(1) + "\n");
}

void RunFiles::log(const std::string& sentence) const {
  if (options_.log && communicator_.is_first()) options_.log(sentence);
}

}  // namespace alder
