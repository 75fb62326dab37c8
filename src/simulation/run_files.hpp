// SPDX-License-Identifier: BSD-3-Clause
// Accompanies a run on disk: lock, outputs, checkpoints, status, and how it resumes.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "deck/deck.hpp"
#include "io/checkpoint.hpp"
#include "io/run_lock.hpp"
#include "simulation/black_box.hpp"
#include "simulation/output_files.hpp"
#include "simulation/output_options.hpp"
#include "simulation/run_keeper.hpp"

namespace alder {

/// Continues `run` from a checkpoint where there is one, opens the files that its deck asks for and
/// keeps them. A finished run is left alone. Throws InputError when the checkpoint is of other
/// physics, EnvironmentError when nothing can be written or another run is at work there.
OutputStart open_run_files(Run& run, const OutputOptions& options);

/// What open_run_files attaches. docs/files.md says what the files are.
class RunFiles final : public RunKeeper {
 public:
  /// Collective.
  RunFiles(const Deck& deck, const OutputOptions& options, Communicator& communicator);
  OutputStart open(Run& run);

  void add_wishes(const Run& run, Wishes& wishes) override;
  void after_step(Run& run, const Wishes& agreed) override;
  void at_end(Run& run) override;
  void at_failure(Run& run, const std::string& diagnosis) override;

 private:
  using Clock = std::chrono::steady_clock;

  void prepare_place(const std::string& name);
  std::optional<Checkpoint> find_checkpoint();
  std::optional<Checkpoint> read_newest();
  void forget_checkpoints();
  void write_checkpoint(Run& run);
  void write_status(const Run& run, const std::string& state);
  [[nodiscard]] bool out_of_time(const Run& run, Clock::time_point now) const;
  void log(const std::string& sentence) const;

  OutputOptions options_;
  Communicator& communicator_;
  std::string folder_;
  std::optional<CheckpointDeck> cadence_;
  std::string checkpoint_path_;
  std::string status_path_;
  std::unique_ptr<RunLock> lock_;
  OutputFiles files_;
  BlackBox black_box_;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point last_checkpoint_ = Clock::now();
  Clock::time_point last_status_{};
  std::int64_t last_checkpoint_step_ = -1;
  double checkpoint_seconds_ = 0;  ///< the longest so far
};

}  // namespace alder
