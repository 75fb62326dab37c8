// SPDX-License-Identifier: BSD-3-Clause
#include "emulation/queue.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "emulation/config.hpp"
#include "emulation/device_memory.hpp"

namespace alder::emulation {
namespace {

constexpr std::size_t max_pending = 512;

struct Queue {
  std::vector<OperationPtr> pending;  // in the order of submission
  std::vector<Stream*> streams;
  std::mt19937_64 random{config().seed};
  std::int64_t stream_waits = 0;
  std::vector<std::string>* launches = nullptr;
};

Queue& queue() {
  static Queue q;
  return q;
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool is_ready(const Operation& operation) {
  return std::all_of(operation.after.begin(), operation.after.end(),
                     [](const OperationPtr& before) { return before->done; });
}

/// Of the items that may go next, the one the configured order takes.
std::size_t choose(const std::vector<std::size_t>& ready) {
  switch (config().order) {
    case Order::fifo: return ready.front();
    case Order::reverse: return ready.back();
    case Order::random: return ready[queue().random() % ready.size()];
  }
  return ready.front();
}

void perform(const OperationPtr& operation) {
  const DeviceMemoryWindow window;
  operation->work();
  operation->finished_at = now();
  operation->done = true;
  operation->work = nullptr;
  operation->after.clear();
}

void perform_one() {
  auto& pending = queue().pending;
  std::vector<std::size_t> ready;
  for (std::size_t k = 0; k < pending.size(); ++k) {
    if (is_ready(*pending[k])) ready.push_back(k);
  }
  if (ready.empty()) {
    std::fputs("emulated GPU: DEADLOCK: no operation of any stream can go on\n", stderr);
    std::abort();
  }
  const auto at = pending.begin() + static_cast<std::ptrdiff_t>(choose(ready));
  const OperationPtr operation = *at;
  pending.erase(at);
  perform(operation);
}

OperationPtr submit(std::vector<OperationPtr> after, std::function<void()> work) {
  auto operation = std::make_shared<Operation>();
  operation->work = std::move(work);
  for (OperationPtr& before : after) {
    if (before != nullptr && !before->done) operation->after.push_back(std::move(before));
  }
  queue().pending.push_back(operation);
  return operation;
}

/// What runs of itself after something was enqueued.
void run_ahead() {
  Queue& q = queue();
  if (config().order == Order::fifo) return finish_all();
  while (q.pending.size() > max_pending) perform_one();
  if (config().order == Order::random) {
    while (!q.pending.empty() && q.random() % 4 == 0) perform_one();
  }
}

std::vector<OperationPtr> predecessors(Stream& stream) {
  std::vector<OperationPtr> after{stream.last};
  if (&stream == &null_stream()) {
    for (const Stream* s : queue().streams) {
      if (s->blocking) after.push_back(s->last);
    }
  } else if (stream.blocking) {
    after.push_back(null_stream().last);
  }
  return after;
}

}  // namespace

Node* Graph::add(std::function<void()> work, std::vector<Node*> after) {
  nodes_.push_back(std::make_unique<Node>());
  nodes_.back()->work = std::move(work);
  nodes_.back()->after = std::move(after);
  return nodes_.back().get();
}

unsigned* Graph::add_condition(unsigned default_value, bool reset) {
  conditions_.push_back(
      std::make_unique<Condition>(Condition{default_value, default_value, reset}));
  return &conditions_.back()->value;
}

std::size_t Graph::index_of(const Node* node) const {
  const auto at = std::find_if(nodes_.begin(), nodes_.end(),
                               [node](const auto& own) { return own.get() == node; });
  return static_cast<std::size_t>(at - nodes_.begin());
}

void Graph::run() {
  for (const auto& c : conditions_) {
    if (c->reset) c->value = c->default_value;
  }
  std::vector<bool> done(nodes_.size(), false);
  for (std::size_t left = nodes_.size(); left > 0; --left) {
    std::vector<std::size_t> ready;
    for (std::size_t k = 0; k < nodes_.size(); ++k) {
      const auto finished = [&](const Node* before) { return done[index_of(before)]; };
      const auto& after = nodes_[k]->after;
      if (!done[k] && std::all_of(after.begin(), after.end(), finished)) ready.push_back(k);
    }
    const std::size_t k = choose(ready);
    done[k] = true;
    const Node& node = *nodes_[k];
    if (node.condition == nullptr) {
      node.work();
    } else if (node.loops) {
      while (*node.condition != 0) node.body->run();
    } else if (*node.condition != 0) {
      node.body->run();
    }
  }
}

Stream& null_stream() {
  static Stream stream;
  return stream;
}

Stream* create_stream(bool is_blocking) {
  queue().streams.push_back(new Stream);
  queue().streams.back()->blocking = is_blocking;
  return queue().streams.back();
}

void destroy_stream(Stream* stream) {
  finish(*stream);
  auto& all = queue().streams;
  all.erase(std::find(all.begin(), all.end(), stream));
  delete stream;
}

void enqueue(Stream& stream, std::function<void()> work) {
  if (stream.capture != nullptr) {
    stream.capture_after = {stream.capture->add(std::move(work), stream.capture_after)};
    return;
  }
  stream.last = submit(predecessors(stream), std::move(work));
  run_ahead();
}

void record(Event& event, Stream& stream) {
  event.capture = stream.capture;
  event.nodes = stream.capture_after;
  if (stream.capture != nullptr) return;
  enqueue(stream, [] {});
  event.recorded = stream.last;
}

void wait(Stream& stream, const Event& event) {
  if (event.capture != nullptr) {  // the stream joins the capture
    if (stream.capture == nullptr) stream.capture_after.clear();
    stream.capture = event.capture;
    stream.capture_after.insert(stream.capture_after.end(), event.nodes.begin(), event.nodes.end());
    return;
  }
  std::vector<OperationPtr> after = predecessors(stream);
  after.push_back(event.recorded);
  stream.last = submit(std::move(after), [] {});
  run_ahead();
}

void leave_capture(const Graph* graph) {
  for (Stream* s : queue().streams) {
    if (s->capture != graph) continue;
    s->capture = nullptr;
    s->capture_after.clear();
  }
}

void finish(const OperationPtr& operation) {
  while (operation != nullptr && !operation->done) perform_one();
}

void finish(Stream& stream) {
  ++queue().stream_waits;
  finish(OperationPtr(stream.last));
}

void finish_all() {
  while (!queue().pending.empty()) perform_one();
}

std::int64_t stream_waits() {
  return queue().stream_waits;
}

std::size_t n_pending() {
  return queue().pending.size();
}

void log_launches(std::vector<std::string>* log) {
  queue().launches = log;
}

void note_launch(const char* name) {
  if (queue().launches != nullptr) queue().launches->emplace_back(name);
}

void make_progress() {
  if (!queue().pending.empty()) perform_one();
}

}  // namespace alder::emulation
