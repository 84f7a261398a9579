#include "engine/montecarlo/run.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <new>
#include <thread>

namespace tc::engine::montecarlo {
namespace {

/// Values on borders of cache lines, so that no vector of lanes crosses one. Zeroed.
template <class Value>
class Lines {
 public:
  explicit Lines(std::size_t count)
      : values_(static_cast<Value*>(
            ::operator new(std::max<std::size_t>(count, 1) * sizeof(Value), k_line))) {
    std::fill_n(values_, count, Value{});
  }
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;
  ~Lines() { ::operator delete(values_, k_line); }
  [[nodiscard]] Value* data() { return values_; }

 private:
  static constexpr std::align_val_t k_line{64};
  Value* values_;
};

/// The memory of one thread and what it works on.
class Worker {
 public:
  Worker(const Model& model, std::size_t given_rows)
      : nodes_(model.flow.size()),
        duration_(nodes_ * k_block),
        finish_(nodes_ * k_block),
        clock_start_(model.program.on_clock ? nodes_ * k_block : 0),
        clock_finish_(model.program.on_clock ? (nodes_ + model.instants.size()) * k_block : 0),
        clock_late_(model.program.on_clock ? nodes_ * k_block : 0),
        occurrence_(model.occurrences.size() * k_block),
        effect_(model.effects.size() * k_block),
        gate_(model.gates.size() * k_block),
        given_(given_rows * k_block),
        weather_(k_block),
        project_finish_(k_block),
        cost_part_(k_block),
        project_cost_(k_block),
        critical_(nodes_) {
    work_ = {.duration = duration_.data(),
             .finish = finish_.data(),
             .clock_start = clock_start_.data(),
             .clock_finish = clock_finish_.data(),
             .clock_late = clock_late_.data(),
             .occurrence = occurrence_.data(),
             .effect = effect_.data(),
             .gate = gate_.data(),
             .given = given_.data(),
             .weather = weather_.data(),
             .project_finish = project_finish_.data(),
             .cost_part = cost_part_.data(),
             .project_cost = project_cost_.data(),
             .critical = critical_.data(),
             .moments = nullptr};
    for (std::size_t node = 0; node < nodes_; ++node) {
      std::fill_n(work_.duration + node * k_block, k_block, model.fixed_duration[node]);
    }
    for (std::size_t row = 0; row < model.instants.size(); ++row) {
      std::fill_n(work_.clock_finish + (nodes_ + row) * k_block, k_block, model.instants[row]);
    }
  }

  [[nodiscard]] Workspace& work() { return work_; }
  [[nodiscard]] std::vector<float>& memory() { return memory_; }
  void add_critical(std::vector<std::int64_t>& total) {
    for (std::size_t node = 0; node < nodes_; ++node) total[node] += work_.critical[node];
  }

 private:
  std::size_t nodes_;
  Lines<std::int32_t> duration_, finish_, clock_start_, clock_finish_, clock_late_;
  Lines<float> occurrence_, effect_;
  Lines<std::int32_t> gate_;
  Lines<float> given_;
  Lines<std::int32_t> weather_, project_finish_;
  Lines<float> cost_part_;
  Lines<double> project_cost_;
  Lines<std::int32_t> critical_;
  Workspace work_;
  std::vector<float> memory_;
};

/// A range of chunks run by several threads. Each takes the next chunk until none is left.
class Round {
 public:
  Round(const Model& model, const DrawPlan& plan, const Correlator& correlator,
        const RunOptions& options, Samples& samples)
      : model_(model), plan_(plan), correlator_(correlator), options_(options), samples_(samples) {}

  void run(std::int64_t first, std::int64_t last, std::vector<std::unique_ptr<Worker>>& workers,
           Progress& progress) {
    next_ = first;
    last_ = last;
    first_ = first;
    const std::size_t width = model_.drawn.size() * 3;
    moments_.assign(options_.backward ? width * static_cast<std::size_t>(last - first) : 0, 0.0);
    std::vector<std::jthread> threads;
    for (std::size_t at = 1; at < workers.size(); ++at) {
      threads.emplace_back([this, &workers, at] { work(*workers[at], nullptr); });
    }
    work(*workers[0], &progress);
    threads.clear();
    for (std::size_t chunk = 0; chunk * width < moments_.size(); ++chunk) {
      for (std::size_t at = 0; at < width; ++at) {
        samples_.moments[at] += moments_[chunk * width + at];
      }
    }
    samples_.cancelled = stop_;
  }

 private:
  void work(Worker& worker, Progress* progress) {
    while (!stop_) {
      const std::int64_t chunk = next_.fetch_add(1);
      if (chunk >= last_) return;
      run_chunk(worker, chunk, progress);
    }
  }

  void run_chunk(Worker& worker, std::int64_t chunk, Progress* progress) {
    const Draws draws = plan_.draws(chunk, worker.memory());
    Workspace& work = worker.work();
    const std::size_t width = model_.drawn.size() * 3;
    if (options_.backward) {
      work.moments = moments_.data() + static_cast<std::size_t>(chunk - first_) * width;
    }
    const std::int32_t size = plan_.chunk_size(chunk);
    for (std::int32_t block = 0; block * k_block < size && !stop_; ++block) {
      const std::int64_t begin = plan_.chunk_begin(chunk) + std::int64_t{block} * k_block;
      correlator_.fill(draws, plan_.chunk_begin(chunk), block, *options_.kernel, work.given);
      run_block(draws, block, std::min(size - block * k_block, k_block), begin, work);
      if (progress != nullptr &&
          !progress->step(begin, plan_.chunk_begin(plan_.chunk_count()), "simulate"))
        stop_ = true;
    }
  }

  void run_block(const Draws& draws, std::int32_t block, std::int32_t count, std::int64_t begin,
                 Workspace& work) {
    const Program& program = model_.program;
    const Kernel& kernel = *options_.kernel;
    kernel.forward(program, draws, block, work);
    if (options_.backward) kernel.backward(program, count, work);
    const auto at = static_cast<std::size_t>(begin);
    std::copy_n(work.project_finish, count, samples_.finish.data() + at);
    if (program.has_cost) std::copy_n(work.project_cost, count, samples_.cost.data() + at);
  }

  const Model& model_;
  const DrawPlan& plan_;
  const Correlator& correlator_;
  const RunOptions& options_;
  Samples& samples_;
  std::atomic<std::int64_t> next_ = 0;
  std::int64_t first_ = 0;
  std::int64_t last_ = 0;
  std::atomic<bool> stop_ = false;
  std::vector<double> moments_;  ///< Per chunk of the round.
};

/// Chunks whose moments are kept apart until they are added up.
constexpr std::size_t k_moments_max = 8'000'000;

}  // namespace

void run_chunks(const Model& model, const DrawPlan& plan, const Correlator& correlator,
                const RunOptions& options, std::int64_t first, std::int64_t last, Samples& samples,
                Progress& progress) {
  samples.finish.resize(static_cast<std::size_t>(plan.chunk_begin(last)));
  if (model.program.has_cost) samples.cost.resize(samples.finish.size());
  samples.critical.resize(model.flow.size());
  samples.moments.resize(model.drawn.size() * 3);
  const std::int64_t threads = std::min<std::int64_t>(options.threads, last - first);
  std::vector<std::unique_ptr<Worker>> workers;
  for (std::int64_t thread = 0; thread < threads; ++thread) {
    workers.push_back(std::make_unique<Worker>(model, correlator.rows()));
  }
  const auto step = static_cast<std::int64_t>(
      std::clamp<std::size_t>(k_moments_max / std::max<std::size_t>(samples.moments.size(), 1),
                              static_cast<std::size_t>(threads), 1024));
  Round round(model, plan, correlator, options, samples);
  for (std::int64_t begin = first; begin < last && !samples.cancelled; begin += step) {
    round.run(begin, std::min(begin + step, last), workers, progress);
  }
  for (const std::unique_ptr<Worker>& worker : workers) worker->add_critical(samples.critical);
}

}  // namespace tc::engine::montecarlo
