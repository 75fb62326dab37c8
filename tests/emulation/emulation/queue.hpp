// SPDX-License-Identifier: BSD-3-Clause
// Streams, events and graphs: work in a random legal order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace alder::emulation {

/// One piece of enqueued work.
struct Operation {
  std::function<void()> work;
  std::vector<std::shared_ptr<Operation>> after;  ///< what must be done before it
  bool done = false;
  double finished_at = 0;  ///< seconds on the host's steady clock
};
using OperationPtr = std::shared_ptr<Operation>;

class Graph;

/// One node of a graph: plain work, or a body that runs if or while a value is not zero.
struct Node {
  std::function<void()> work;
  std::vector<Node*> after;
  unsigned* condition = nullptr;
  bool loops = false;
  std::shared_ptr<Graph> body;
  std::shared_ptr<Graph>* body_handle = nullptr;  ///< the body as the runtime's caller names it
};

/// Nodes with their dependencies; nodes are never moved.
class Graph {
 public:
  Node* add(std::function<void()> work, std::vector<Node*> after);
  /// A value that kernels set and conditional nodes read; at every launch it starts at
  /// `default_value` if `reset` is set.
  unsigned* add_condition(unsigned default_value, bool reset);
  /// Runs all nodes in a legal order.
  void run();
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] std::size_t index_of(const Node* node) const;

 private:
  struct Condition {
    unsigned value, default_value;
    bool reset;
  };
  std::vector<std::unique_ptr<Node>> nodes_;
  std::vector<std::unique_ptr<Condition>> conditions_;
};

struct Stream {
  bool blocking = true;  ///< ordered against the null stream
  OperationPtr last;
  Graph* capture = nullptr;                       ///< where its work goes while it is captured
  std::shared_ptr<Graph> own_capture;             ///< the graph, in the stream the capture began in
  std::shared_ptr<Graph>* given_graph = nullptr;  ///< the caller's handle, if it gave the graph
  std::vector<Node*> capture_after;
};

struct Event {
  OperationPtr recorded;
  Graph* capture = nullptr;
  std::vector<Node*> nodes;
};

/// The stream a null handle means: ordered against all blocking streams.
Stream& null_stream();
Stream* create_stream(bool is_blocking);
void destroy_stream(Stream* stream);

/// Appends work to a stream, or to the graph the stream is captured into.
void enqueue(Stream& stream, std::function<void()> work);
void record(Event& event, Stream& stream);
void wait(Stream& stream, const Event& event);
/// Ends the capture into `graph` in every stream.
void leave_capture(const Graph* graph);
/// Runs pending work, in an order of its choice, until the operation is done. Null is done.
void finish(const OperationPtr& operation);
void finish(Stream& stream);
void finish_all();
/// How often the host has waited for a whole stream so far.
std::int64_t stream_waits();
/// Operations that were enqueued and have not run yet.
std::size_t n_pending();
/// From now on every launch adds the kernel's name to `log`; null ends that.
void log_launches(std::vector<std::string>* log);
void note_launch(const char* name);
/// Runs one pending operation, if there is any.
void make_progress();

}  // namespace alder::emulation
