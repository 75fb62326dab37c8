// SPDX-License-Identifier: BSD-3-Clause
#include "api/alder.hpp"

#include <cstdlib>
#include <cstring>

#include "alder_config.hpp"
#include "atoms/make_system.hpp"
#include "backend/gpu.hpp"
#include "deck/read_deck.hpp"
#include "deck/reference.hpp"
#include "domain/agree.hpp"
#include "domain/communicator.hpp"
#include "domain/gpu_placement.hpp"
#include "io/convert.hpp"
#include "io/h5md_check.hpp"
#include "io/h5md_reader.hpp"
#include "observe/callbacks.hpp"
#include "pair/catalogue.hpp"
#include "simulation/build.hpp"
#include "simulation/progress_keeper.hpp"
#include "simulation/run.hpp"
#include "simulation/run_files.hpp"

namespace alder {

Deck read_deck(const std::string& file, const std::vector<std::string>& overrides) {
  return read_deck_file(file, overrides, pair_style_schemas());
}

Deck read_deck(Ranks& ranks, const std::string& file, const std::vector<std::string>& overrides) {
  Communicator& communicator = ranks.communicator();
  std::vector<std::byte> text;
  Deck deck;
  collectively(communicator, [&] {
    if (!communicator.is_first()) return;
    const std::string source = read_deck_source(file);
    text.resize(source.size());
    std::memcpy(text.data(), source.data(), source.size());
  });
  communicator.broadcast(text, 0);
  collectively(communicator, [&] {
    deck = read_deck_text({reinterpret_cast<const char*>(text.data()), text.size()}, file,
                          overrides, pair_style_schemas());
  });
  return deck;
}

std::int64_t convert_trajectory(const std::string& from, const std::string& to, const Deck* deck,
                                const std::int64_t* frame) {
  return convert_file(from, to, deck, frame);
}

FileCheck check_file(const std::string& path) {
  return check_hdf5_file(path);
}

bool is_hdf5_file(const std::string& path) {
  return looks_like_hdf5(path);
}

Deck parse_deck(const std::string& text, const std::string& name,
                const std::vector<std::string>& overrides) {
  return read_deck_text(text, name, overrides, pair_style_schemas());
}

std::string effective_deck(const Deck& deck) {
  return effective_deck(deck, pair_style_schemas());
}

void check_interactions(const Deck& deck) {
  check_force_field(deck);
}

std::string explain_deck(const std::string& key) {
  return explain_deck_key(key, pair_style_schemas());
}

std::string pair_reference() {
  return pair_markdown(pair_style_schemas());
}

std::string deck_reference() {
  return deck_markdown(pair_style_schemas());
}

std::string deck_json_schema() {
  return deck_json_schema(pair_style_schemas()).dump(1) + "\n";
}

Snapshot make_atoms(const Deck& deck) {
  return in_deck_units(make_system(deck, read_h5md), deck.units);
}

BuildInfo build_info() {
  BuildInfo info;
  info.version = config::version;
  info.commit = config::commit;
  info.compiler = config::compiler;
  info.build_type = config::build_type;
  info.has_cuda = config::have_cuda;
  info.cuda_is_emulated = config::cuda_is_emulated;
  if constexpr (config::have_cuda) {
    const cuda::Gpus found = cuda::find_gpus();
    for (const cuda::Gpu& gpu : found.list) info.gpus.push_back(gpu.name);
    info.gpu_problem = found.problem;
  }
  info.has_mpi = config::have_mpi;
  info.threads = Device::open(Backend::cpu).threads();
  for (const PairStyle& style : pair_styles()) info.pair_styles.emplace_back(style.name);
  return info;
}

std::vector<KernelTime> kernel_times() {
  std::vector<KernelTime> times;
  if constexpr (config::have_cuda) {
    for (const auto& [name, seconds, launches] : cuda::kernel_times()) {
      times.push_back({name, seconds, launches});
    }
  }
  return times;
}

namespace {

// Where this rank computes. Collective.
GpuPlacement place(const Deck& deck, Communicator& communicator) {
  const Backend backend = deck.execution.backend;
  if constexpr (config::have_cuda) {
    const bool may_be_gpu =
        backend == Backend::cuda || (backend == Backend::automatic && !config::cuda_is_emulated);
    if (!may_be_gpu) return {};
    std::vector<std::string> ids;
    for (const cuda::Gpu& gpu : cuda::find_gpus().list) ids.push_back(gpu.id);
    return place_on_gpus(communicator, ids,
                         {deck.execution.device, deck.execution.oversubscribe_gpu});
  }
  return {};
}

Device open_device(const Deck& deck, const GpuPlacement& placement) {
  return Device::open(deck.execution.backend, static_cast<int>(deck.execution.threads),
                      placement.ordinal, deck.execution.simd);
}

// The first rank makes the atoms.
Snapshot make_start(const Deck& deck, Communicator& communicator) {
  Snapshot whole;
  collectively(communicator, [&] {
    if (communicator.is_first()) whole = make_system(deck, read_h5md);
  });
  return whole;
}

}  // namespace

Ranks::Ranks() : Ranks(make_self_communicator()) {}
Ranks::Ranks(std::unique_ptr<Communicator> communicator) : communicator_(std::move(communicator)) {}
Ranks::~Ranks() = default;
Ranks::Ranks(Ranks&&) noexcept = default;
Ranks& Ranks::operator=(Ranks&&) noexcept = default;
Ranks Ranks::world() {
  return Ranks(make_world_communicator());
}
int Ranks::rank() const {
  return communicator_->rank();
}
int Ranks::size() const {
  return communicator_->size();
}
void Ranks::collectively(const std::function<void()>& work) {
  alder::collectively(*communicator_, work);
}
void Ranks::abort(int exit_code) {
  communicator_->abort(exit_code);
  std::abort();  // not reached; a virtual function cannot promise it
}

struct Simulation::Impl {
  Impl(const Deck& deck, Communicator* shared, const Snapshot& start)
      : own(shared == nullptr ? make_self_communicator() : nullptr), units(deck.units) {
    thermo_every = deck.output.thermo.every;
    Communicator& communicator = shared == nullptr ? *own : *shared;
    collectively(communicator, [&] {
      placement = place(deck, communicator);
      run = std::make_unique<Run>(deck, open_device(deck, placement), communicator, start);
      run->set_gpu(placement);
    });
  }

  std::unique_ptr<Communicator> own;  ///< where no ranks were given
  Units units;
  std::int64_t thermo_every = 1;
  GpuPlacement placement;
  std::unique_ptr<Run> run;
};

Simulation::Simulation(const Deck& deck)
    : impl_(std::make_unique<Impl>(deck, nullptr, make_system(deck, read_h5md))) {}
Simulation::Simulation(const Deck& deck, Ranks& ranks)
    : impl_(std::make_unique<Impl>(deck, &ranks.communicator(),
                                   make_start(deck, ranks.communicator()))) {}
Simulation::Simulation(const Deck& deck, const Snapshot& start)
    : impl_(std::make_unique<Impl>(deck, nullptr, in_internal_units(start, deck.units))) {}
Simulation::Simulation(const Deck& deck, Ranks& ranks, const Snapshot& start)
    : impl_(std::make_unique<Impl>(deck, &ranks.communicator(),
                                   in_internal_units(start, deck.units))) {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

void Simulation::on_thermo(std::function<void(const ThermoRow&)> callback) {
  impl_->run->add_observer(
      std::make_unique<ThermoCallback>(impl_->thermo_every, std::move(callback)));
}

void Simulation::on_step(std::int64_t every, std::function<void(const Snapshot&)> callback) {
  impl_->run->add_observer(
      std::make_unique<SnapshotCallback>(every, impl_->units, std::move(callback)));
}

void Simulation::on_progress(double seconds, std::function<void(const Progress&)> callback) {
  impl_->run->add_keeper(std::make_unique<ProgressKeeper>(seconds, std::move(callback)));
}

OutputStart Simulation::open_output(const OutputOptions& options) {
  return open_run_files(*impl_->run, options);
}

// An MPI that is told addresses in GPU memory and does not know them ends the run by a signal.
static std::string describe_messages(const Domain& domain) {
  if (!domain.is_gpu_aware()) return "ghosts travel between GPUs through host memory";
  const std::string straight = "ghosts travel straight between GPUs (execution.gpu_aware_mpi)";
  if (domain.communicator().is_gpu_aware()) return straight;
  return straight +
         ", though MPI does not say that it takes their memory; where the run dies in its first "
         "message, leave execution.gpu_aware_mpi at auto";
}

std::vector<std::string> Simulation::describe_ranks() const {
  const Engine& engine = impl_->run->engine();
  std::vector<std::string> lines = alder::describe_ranks(
      impl_->run->communicator(), engine.device().describe(), impl_->placement);
  if (engine.device().is_cuda() && impl_->run->communicator().size() > 1) {
    lines.push_back(describe_messages(engine.domain()));
  }
  return lines;
}

Report Simulation::run() {
  impl_->run->run();
  return impl_->run->report();
}

Report Simulation::advance(std::int64_t steps) {
  impl_->run->advance(steps);
  return impl_->run->report();
}

Evaluation Simulation::evaluate() {
  return impl_->run->evaluate();
}
std::vector<double> Simulation::atom_energies() {
  std::vector<double> energies = impl_->run->atom_energies();
  for (double& e : energies) e /= impl_->units.energy;
  return energies;
}
Snapshot Simulation::snapshot() const {
  return in_deck_units(impl_->run->copy_of_system(), impl_->units);
}
std::int64_t Simulation::step() const {
  return impl_->run->step();
}
void Simulation::request_stop() noexcept {
  impl_->run->stop();
}
bool Simulation::stopped() const noexcept {
  return impl_->run->stopped() && impl_->run->step() < impl_->run->last_step();
}

}  // namespace alder
