#pragma once

// Part of the kernel, see lanes.h: uniform numbers, values, and the draws of one block.

TC_INLINE void philox_lanes(U counter, std::uint32_t stream, std::uint64_t seed, U (&words)[4]) {
  auto key_0 = static_cast<std::uint32_t>(seed);
  auto key_1 = static_cast<std::uint32_t>(seed >> 32U);
  words[0] = counter;
  words[1] = splat(stream);
  words[2] = U{};
  words[3] = splat(static_cast<std::uint32_t>(Purpose::draw));
#pragma GCC unroll 10
  for (int round = 0; round < k_philox_rounds; ++round) {
    const Product first = multiply(words[0], k_philox_multiplier_0);
    const Product second = multiply(words[2], k_philox_multiplier_1);
    words[0] = second.high ^ words[1] ^ key_0;
    words[1] = second.low;
    words[2] = first.high ^ words[3] ^ key_1;
    words[3] = first.low;
    key_0 += k_philox_weyl_0;
    key_1 += k_philox_weyl_1;
  }
}

/// 23 bits and a half: exact in float, never 0 or 1.
TC_INLINE F unit(U word) {
  return (to_float(reinterpret_cast<I>(word >> 9)) + 0.5F) * (1.0F / 8388608.0F);
}

/// Where the numbers of a variable in a block begin.
TC_INLINE const float* numbers_of(const Draws& draws, const Variable& variable,
                                  std::int32_t block) {
  const auto shift = static_cast<std::int32_t>(
      (std::uint64_t{variable.shift} * static_cast<std::uint32_t>(draws.size)) >> 32U);
  return draws.rows + std::size_t{static_cast<std::uint32_t>(variable.row)} * k_row_stride +
         block * k_block + shift;
}

/// Asks for the numbers of a node that comes later: they lie far from those before.
TC_INLINE void prefetch_numbers(const Program& program, const Draws& draws, std::int32_t drawn,
                                std::int32_t block) {
  if (draws.rows == nullptr || drawn >= program.drawn) return;
  const float* numbers = numbers_of(draws, program.drawn_nodes[drawn].variable, block);
  constexpr int k_line = 16;  // Numbers in a line of the cache.
  for (int at = 0; at <= k_block; at += k_line) __builtin_prefetch(numbers + at);
}

/// The uniform numbers of lanes [lane, lane + k_width) of each of the four groups.
TC_INLINE void uniforms_of(const Draws& draws, const Variable& variable, std::int32_t block,
                           std::int32_t lane, F (&u)[k_groups]) {
  if (draws.rows != nullptr) {
    const float* numbers = numbers_of(draws, variable, block) + lane;
    for (int group = 0; group < k_groups; ++group) u[group] = load(numbers + group * k_lanes);
    return;
  }
  U words[4];
  const std::uint32_t index = draws.first_iteration + static_cast<std::uint32_t>(block) * k_block;
  const U counter =
      reinterpret_cast<U>(lane_numbers()) + (index / k_groups) + static_cast<std::uint32_t>(lane);
  philox_lanes(counter, variable.stream, draws.seed, words);
  for (int group = 0; group < k_groups; ++group) u[group] = unit(words[group]);
}

TC_INLINE void uniforms_of(const Draws& draws, const Variable& variable, std::int32_t block,
                           std::int32_t lane, const float* given, F (&u)[k_groups]) {
  if (variable.given < 0) return uniforms_of(draws, variable, block, lane, u);
  for (int group = 0; group < k_groups; ++group) {
    u[group] = load(given + variable.given * k_block + group * k_lanes + lane);
  }
}

TC_INLINE F table_value(const Sampler& sampler, F u) {
  const F other = 1.0F - u;
  const I upper = u > other;
  const F tail = upper ? other : u;
  constexpr int k_fraction_bits = 23 - k_table_parts_log2;
  constexpr std::int32_t k_first = (127 - 24) << k_table_parts_log2;
  const I raw = bits_of(tail);
  const I half = upper & k_table_half;
  const I row = (raw >> k_fraction_bits) - k_first + half;
  const F fraction = to_float(raw & ((1 << k_fraction_bits) - 1)) *
                     (1.0F / static_cast<float>(1 << k_fraction_bits));
  const F from = gather(sampler.table, row);
  const F to = gather(sampler.table, row + 1);
  return sampler.low + sampler.span * (from + (to - from) * fraction);
}

TC_INLINE F value_of(const Sampler& sampler, F u) {
  switch (sampler.kind) {
    case Sampler::Kind::fixed:
      return splat(sampler.low);
    case Sampler::Kind::triangular: {
      const I is_left = u < sampler.cut;
      const F root = square_root(is_left ? u * sampler.left : (1.0F - u) * sampler.right);
      return is_left ? sampler.low + root : sampler.span - root;
    }
    case Sampler::Kind::pieces: {
      F value = sampler.table[1] + sampler.table[2] * u;
      for (std::int32_t piece = 1; piece < sampler.piece_count; ++piece) {
        const float* row = sampler.table + 3 * piece;
        value = u > row[0] ? row[1] + row[2] * u : value;
      }
      return value;
    }
    case Sampler::Kind::table:
      return table_value(sampler, u);
  }
  return F{};
}

TC_INLINE I happens_in(const Chance& chance, const Workspace& work, std::int32_t at) {
  if (chance.occurrence < 0) return splat(-1);
  const F u = load(work.occurrence + chance.occurrence * k_block + at);
  return (u >= chance.from) & (u < chance.to);
}

TC_INLINE void draw_effects(const Program& program, const Draws& draws, std::int32_t block,
                            Workspace& work) {
  for (std::int32_t row = 0; row < program.effects; ++row) {
    const Effect& effect = program.effect[row];
    const float neutral = effect.kind == Effect::Kind::factor ? 1.0F : 0.0F;
    for (std::int32_t lane = 0; lane < k_lanes; lane += k_width) {
      F u[k_groups] = {};
      uniforms_of(draws, effect.variable, block, lane, work.given, u);
      for (int group = 0; group < k_groups; ++group) {
        const std::int32_t at = group * k_lanes + lane;
        const I happens = happens_in(effect.chance, work, at);
        const F amount = value_of(effect.amount, u[group]);
        store(work.effect + row * k_block + at, happens ? amount : splat(neutral));
      }
    }
  }
}

/// The duration after risks: factors multiply, delays add up; of parallel ones the largest counts.
TC_INLINE F affected(const Program& program, const DrawnNode& node, F duration, std::int32_t at,
                     const Workspace& work) {
  const std::int32_t* row = program.node_effects + node.effect_begin;
  for (const std::int32_t* end = row + node.factor_count; row < end; ++row) {
    duration = duration * load(work.effect + *row * k_block + at);
  }
  for (const std::int32_t* end = row + node.delay_count; row < end; ++row) {
    duration = duration + load(work.effect + *row * k_block + at);
  }
  if (node.parallel_count == 0) return duration;
  F factor = splat(1.0F);
  F delay = F{};
  for (const std::int32_t* end = row + node.parallel_count; row < end; ++row) {
    const F amount = load(work.effect + *row * k_block + at);
    if (program.effect[*row].kind == Effect::Kind::factor) {
      factor = amount > factor ? amount : factor;
    } else {
      delay = amount > delay ? amount : delay;
    }
  }
  return duration * factor + delay;
}

/// Whole ticks, never negative, never beyond what instants can hold.
TC_INLINE I whole(F duration) {
  constexpr float k_longest = 1.0e9F;
  const F low = duration > 0.0F ? duration : F{};
  return truncated((low < k_longest ? low : splat(k_longest)) + 0.5F);
}

TC_INLINE void draw_node(const Program& program, const Draws& draws, const DrawnNode& node,
                         std::int32_t block, Workspace& work) {
  for (std::int32_t lane = 0; lane < k_lanes; lane += k_width) {
    F u[k_groups] = {};
    if (node.sampler.kind != Sampler::Kind::fixed) {
      uniforms_of(draws, node.variable, block, lane, work.given, u);
    }
#pragma GCC unroll 4
    for (int group = 0; group < k_groups; ++group) {
      const std::int32_t at = group * k_lanes + lane;
      F duration = value_of(node.sampler, u[group]);
      if (node.factor_count + node.delay_count + node.parallel_count > 0) {
        duration = affected(program, node, duration, at, work);
      }
      I ticks = whole(duration);
      if (node.gate >= 0) ticks = ticks & load(work.gate + node.gate * k_block + at);
      store(work.duration + node.node * k_block + at, ticks);
    }
  }
}

/// What is drawn once per iteration: occurrences, gates by chance, weather, effects of risks.
TC_INLINE void draw_common(const Program& program, const Draws& draws, std::int32_t block,
                           Workspace& work) {
  for (std::int32_t row = 0; row < program.occurrences; ++row) {
    for (std::int32_t lane = 0; lane < k_lanes; lane += k_width) {
      F u[k_groups] = {};
      uniforms_of(draws, program.occurrence_variables[row], block, lane, work.given, u);
      for (int group = 0; group < k_groups; ++group) {
        store(work.occurrence + row * k_block + group * k_lanes + lane, u[group]);
      }
    }
  }
  for (std::int32_t row = 0; row < program.gates; ++row) {
    const Gate& gate = program.gate[row];
    if (gate.conditional) continue;
    for (std::int32_t at = 0; at < k_block; at += k_width) {
      store(work.gate + row * k_block + at, happens_in(gate.chance, work, at));
    }
  }
  if (program.weather_occurrence >= 0) {
    const auto count = static_cast<float>(program.weather_realisations);
    for (std::int32_t at = 0; at < k_block; at += k_width) {
      const F u = load(work.occurrence + program.weather_occurrence * k_block + at);
      store(work.weather + at, min(truncated(u * count), splat(program.weather_realisations - 1)));
    }
  }
  draw_effects(program, draws, block, work);
}

void uniforms(const Draws& draws, const Variable& variable, std::int32_t block, float* out) {
  for (std::int32_t lane = 0; lane < k_lanes; lane += k_width) {
    F u[k_groups] = {};
    uniforms_of(draws, variable, block, lane, u);
    for (int group = 0; group < k_groups; ++group) store(out + group * k_lanes + lane, u[group]);
  }
}
