#include "functions/risk/simulate_answer.h"

#include <cmath>

#include "base/json.h"

namespace tc::functions::risk {
namespace {

namespace mc = engine::montecarlo;

std::string_view name_of(mc::Sampling sampling) {
  switch (sampling) {
    case mc::Sampling::plain:
      return "mc";
    case mc::Sampling::latin_hypercube:
      return "lhs";
    case mc::Sampling::sobol:
      return "sobol";
  }
  return {};
}

std::string percentile_name(double part) {
  return "p" + std::to_string(static_cast<int>(std::lround(part * 100)));
}

class AnswerWriter {
 public:
  AnswerWriter(const Simulated& simulated, std::string& out)
      : simulated_(simulated), outcome_(simulated.outcome), json_(out) {}

  void write() {
    json_.begin_object();
    json_.member("iterations", outcome_.iterations);
    json_.member("seed", static_cast<std::int64_t>(simulated_.options.seed));
    json_.member("sampling", name_of(simulated_.options.sampling));
    write_series("finish", outcome_.finish, true);
    if (outcome_.cost) {
      write_series("cost", *outcome_.cost, false);
    } else {
      json_.key("cost").null();
    }
    write_joint();
    write_activities();
    if (simulated_.options.mitigation) write_mitigated();
    if (simulated_.options.risk_sensitivity) write_risks();
    if (simulated_.details) write_details();
    json_.member("elapsed_ms", simulated_.elapsed_ms);
    json_.member("samples_per_second", samples_per_second());
    if (!outcome_.cost) {
      json_.key("reasons").begin_object().member("cost", "simulation.no_cost").end_object();
    }
    json_.end_object();
  }

 private:
  double samples_per_second() const {
    const double samples =
        static_cast<double>(outcome_.iterations) * static_cast<double>(outcome_.activities.size());
    return simulated_.elapsed_ms > 0 ? samples / simulated_.elapsed_ms * 1000 : 0;
  }

  void instant(double value) {
    if (simulated_.ticks_per_unit) {
      json_.value(value / *simulated_.ticks_per_unit);
    } else {
      json_.value(format_plan_time(finish_date(simulated_.network, outcome_.axis, value)));
    }
  }
  void length(double ticks) {
    json_.value(ticks / simulated_.ticks_per_unit.value_or(k_tenths_per_minute));
  }
  void value(double number, bool is_time) {
    if (is_time) {
      instant(number);
    } else {
      json_.value(number);
    }
  }

  void write_series(std::string_view name, const mc::Series& series, bool is_time) {
    json_.key(name).begin_object().key("mean");
    value(series.mean, is_time);
    json_.key("sd");
    if (is_time) {
      length(series.sd);
    } else {
      json_.value(series.sd);
    }
    const mc::Percentile* p80 = nullptr;
    for (const mc::Percentile& percentile : series.percentiles) {
      json_.key(percentile_name(percentile.part));
      value(percentile.value, is_time);
      if (percentile_name(percentile.part) == "p80") p80 = &percentile;
    }
    json_.key("ci80").begin_array();
    if (p80 != nullptr) {
      value(p80->low, is_time);
      value(p80->high, is_time);
    }
    json_.end_array().end_object();
  }

  void write_joint() {
    json_.key("jcl").begin_array();
    for (const mc::JointPoint& point : outcome_.joint) {
      json_.begin_object().key("finish");
      instant(point.finish);
      json_.member("cost", point.cost).member("probability", point.probability).end_object();
    }
    json_.end_array();
  }

  void write_activities() {
    json_.key("activities").begin_array();
    for (std::size_t row = 0; row < outcome_.activities.size(); ++row) {
      const mc::Activity& activity = simulated_.network.activities[row];
      if (!activity.counted) continue;
      const mc::ActivityRisk& risk = outcome_.activities[row];
      json_.begin_object().member("uid", activity.id);
      json_.member("criticality", risk.criticality).member("ssi", risk.ssi).key("cruciality");
      if (risk.cruciality) {
        json_.value(*risk.cruciality);
      } else {
        json_.null().key("reasons").begin_object();
        json_.member("cruciality", "simulation.no_spread").end_object();
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void write_mitigated() {
    json_.key("mitigated").begin_object();
    if (outcome_.mitigated_finish) write_series("finish", *outcome_.mitigated_finish, true);
    if (outcome_.mitigated_cost) write_series("cost", *outcome_.mitigated_cost, false);
    json_.end_object();
  }

  void write_risks() {
    json_.key("risks").begin_array();
    for (const mc::RiskSensitivity& risk : outcome_.risks) {
      json_.begin_object().member("id", risk.id).key("finish_p80");
      length(risk.finish_p80);
      json_.key("cost_p80");
      if (risk.cost_p80) {
        json_.value(*risk.cost_p80);
      } else {
        json_.null();
      }
      json_.end_object();
    }
    json_.end_array();
  }

  void write_distribution(std::string_view name, const mc::Series& series, bool is_time) {
    json_.key(name).begin_object().key("minimum");
    value(series.minimum, is_time);
    json_.key("maximum");
    value(series.maximum, is_time);
    json_.key("intervals").begin_object();
    for (const mc::Percentile& percentile : series.percentiles) {
      json_.key(percentile_name(percentile.part)).begin_array();
      value(percentile.low, is_time);
      value(percentile.high, is_time);
      json_.end_array();
    }
    json_.end_object().key("histogram").begin_array();
    for (const mc::Bin& bin : series.histogram) {
      json_.begin_object().key("from");
      value(bin.from, is_time);
      json_.key("to");
      value(bin.to, is_time);
      json_.member("count", bin.count).member("cumulative", bin.cumulative).end_object();
    }
    json_.end_array().end_object();
  }

  void write_details() {
    json_.key("details").begin_object();
    json_.member("stopped_early", outcome_.stopped_early);
    json_.member("instruction_set", outcome_.instruction_set);
    json_.member("skipped_links", simulated_.skipped_links);
    write_distribution("finish", outcome_.finish, true);
    if (outcome_.cost) write_distribution("cost", *outcome_.cost, false);
    json_.key("correlation_changes").begin_array();
    for (const mc::CorrelationChange& change : outcome_.correlation_changes) {
      json_.begin_object().member("a", change.a).member("b", change.b);
      json_.member("wanted", change.wanted).member("used", change.used).end_object();
    }
    json_.end_array().end_object();
  }

  const Simulated& simulated_;
  const mc::Outcome& outcome_;
  JsonWriter json_;
};

}  // namespace

std::string simulate_answer(const Simulated& simulated) {
  std::string out;
  AnswerWriter(simulated, out).write();
  return out;
}

std::string simulate_summary(const Simulated& simulated, bool chinese) {
  const mc::Outcome& outcome = simulated.outcome;
  const auto shown = [&](double value) {
    if (simulated.ticks_per_unit) return to_text(Json(value / *simulated.ticks_per_unit));
    return format_plan_time(finish_date(simulated.network, outcome.axis, value));
  };
  std::string text = (chinese ? "平均完成 " : "mean finish ") + shown(outcome.finish.mean) + "\n";
  for (const mc::Percentile& percentile : outcome.finish.percentiles) {
    text += percentile_name(percentile.part) + "  " + shown(percentile.value) +
            "  (95 %: " + shown(percentile.low) + " … " + shown(percentile.high) + ")\n";
  }
  return text;
}

}  // namespace tc::functions::risk
