// SPDX-License-Identifier: BSD-3-Clause
#include "simulation/run_state.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.hpp"
#include "deck/read_deck.hpp"
#include "simulation/build.hpp"
#include "simulation/deck_changes.hpp"
#include "simulation/run.hpp"

namespace alder {
namespace {

using json = nlohmann::ordered_json;

json to_json(const Box& b) {
  return {{"origin", {b.origin.x, b.origin.y, b.origin.z}},
          {"lengths", {b.lx, b.ly, b.lz}},
          {"tilts", {b.xy, b.xz, b.yz}},
          {"periodic", b.periodic},
          {"shrink", b.shrink},
          {"dimensions", b.dimensions}};
}

Box box_of(const json& j) {
  Box b;
  const auto three = [&](const char* key, double& x, double& y, double& z) {
    x = j.at(key).at(0).get<double>();
    y = j.at(key).at(1).get<double>();
    z = j.at(key).at(2).get<double>();
  };
  three("origin", b.origin.x, b.origin.y, b.origin.z);
  three("lengths", b.lx, b.ly, b.lz);
  three("tilts", b.xy, b.xz, b.yz);
  b.periodic = j.at("periodic").get<std::array<bool, 3>>();
  b.shrink = j.value("shrink", b.shrink);
  b.dimensions = j.value("dimensions", b.dimensions);
  return b;
}

json to_json(const Vec3& v) {
  return {v.x, v.y, v.z};
}

Vec3 vector_of(const json& j) {
  return {j.at(0).get<double>(), j.at(1).get<double>(), j.at(2).get<double>()};
}

json to_json(const Provenance& p) {
  return {{"version", p.version},
          {"commit", p.commit},
          {"device", p.device},
          {"precision", p.precision}};
}

std::int64_t n_rows(const Checkpoint& checkpoint) {
  if (checkpoint.fields.empty()) return 0;
  const Checkpoint::Field& field = checkpoint.fields.front();
  return static_cast<std::int64_t>(field.rows.size() / field.item_bytes);
}

}  // namespace

json state_of_run(Run& run) {
  const EngineState s = run.engine().engine_state();
  const Int3& multiple = s.frame.log2_multiple();
  json state;
  state["step"] = s.step.step;
  state["time"] = s.step.time;
  state["finished"] = s.step.step >= run.last_step();
  state["n_atoms"] = run.n_atoms();
  const Int3& grid = run.engine().domain().grid().bricks();
  state["process_grid"] = {grid.x, grid.y, grid.z};
  for (const auto& cuts : s.cuts) state["process_cuts"].push_back(cuts);
  state["balance"] = {{"imbalance", s.balance.imbalance},
                      {"imbalance_before", s.balance.imbalance_before},
                      {"imbalance_by_time", s.balance.imbalance_by_time},
                      {"imbalance_by_time_before", s.balance.imbalance_by_time_before},
                      {"moves", s.balance.moves},
                      {"next_build", s.balance.next_build}};
  state["box"] = to_json(s.frame.box());
  state["frame_log2_multiple"] = {multiple.x, multiple.y, multiple.z};
  state["frame_low"] = to_json(s.frame.low());
  state["frame_stretch"] = to_json(s.frame.stretch());
  state["neighbor"] = {{"steps_since_build", s.steps_since_build},
                       {"builds", s.neighbors.builds},
                       {"dangerous_builds", s.neighbors.dangerous_builds},
                       {"pairs", s.neighbors.pairs},
                       {"bytes", s.neighbors.bytes}};
  state["written_by"] = to_json(run.provenance());
  state["deck"] = effective_deck_json(run.deck(), pair_style_schemas());
  return state;
}

EngineState engine_state_of(const json& state) {
  EngineState s;
  s.step.step = state.at("step").get<std::int64_t>();
  s.step.time = state.at("time").get<double>();
  const json& k = state.at("frame_log2_multiple");
  s.frame = Frame(box_of(state.at("box")),
                  Int3{k.at(0).get<int>(), k.at(1).get<int>(), k.at(2).get<int>()},
                  vector_of(state.value("frame_low", json{0, 0, 0})),
                  vector_of(state.value("frame_stretch", json{1, 1, 1})));
  const json& n = state.at("neighbor");
  s.steps_since_build = n.at("steps_since_build").get<std::int64_t>();
  s.neighbors = {.builds = n.at("builds").get<std::int64_t>(),
                 .dangerous_builds = n.at("dangerous_builds").get<std::int64_t>(),
                 .pairs = n.at("pairs").get<std::int64_t>(),
                 .bytes = n.at("bytes").get<std::int64_t>()};
  if (state.contains("process_cuts")) {
    s.cuts = state.at("process_cuts").get<std::array<std::vector<std::uint64_t>, 3>>();
    const json& b = state.at("balance");
    s.balance = {.imbalance = b.at("imbalance").get<double>(),
                 .imbalance_before = b.at("imbalance_before").get<double>(),
                 .imbalance_by_time = b.value("imbalance_by_time", 0.0),
                 .imbalance_by_time_before = b.value("imbalance_by_time_before", 0.0),
                 .moves = b.at("moves").get<std::int64_t>(),
                 .next_build = b.at("next_build").get<std::int64_t>()};
  }
  return s;
}

std::vector<std::string> resume_run(Run& run, const Checkpoint& checkpoint,
                                    const std::string& path) {
  const json& state = checkpoint.state;
  const json now = effective_deck_json(run.deck(), pair_style_schemas());
  const auto changes = physics_changes(state.at("deck"), now, state.at("step").get<std::int64_t>());
  if (!changes.empty()) {
    throw InputError(fmt::format(
        "{}: error: this checkpoint is of another simulation than the deck:\n  {}\nrestore these "
        "keys to continue, or start over with --fresh",
        path, fmt::join(changes, "\n  ")));
  }
  if (state.at("n_atoms").get<std::int64_t>() != run.n_atoms()) {
    throw InputError(fmt::format(
        "{}: error: this checkpoint has {} atoms, the deck's input file {}; restore that file to "
        "continue, or start over with --fresh",
        path, state.at("n_atoms").get<std::int64_t>(), run.n_atoms()));
  }
  const Int3& grid = run.engine().domain().grid().bricks();
  const bool same_ranks = state.at("process_grid") == json{grid.x, grid.y, grid.z};
  Atoms& atoms = run.engine().atoms();
  atoms.set_local(n_rows(checkpoint));
  for (const Checkpoint::Field& field : checkpoint.fields) {
    atoms.restore_field(field.name, field.rows);
  }
  run.resume(engine_state_of(state), same_ranks);
  std::vector<std::string> sentences;
  if (!same_ranks && !run.deck().execution.reproducible) {
    sentences.push_back(
        "the checkpoint was written by another grid of ranks: results go on in the same physics, "
        "but not with the same last digits");
  }
  const json before = state.at("written_by");
  const json here = to_json(run.provenance());
  for (const auto& [key, value] : here.items()) {
    if (before.value(key, json()) == value) continue;
    sentences.push_back(fmt::format(
        "the checkpoint was written with {} {}, this is {}: results go on in the same physics, but "
        "not with the same last digits",
        key, before.value(key, json()).dump(), value.dump()));
  }
  return sentences;
}

}  // namespace alder
