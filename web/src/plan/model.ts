import type { EditAnswer, PlanAnswer } from '../api/types';
import { parsePlanDate } from '../format/date';
import { compileCalendar, type Calendar } from './calendar';
import { buildStaff, type Staff } from './staff';

export const kinds = ['summary', 'task', 'start_milestone', 'finish_milestone', 'level_of_effort', 'hammock'] as const;
export const linkTypes = ['fs', 'ss', 'ff', 'sf'] as const;
export const kindSummary = 0;
export const kindTask = 1;
export const kindStartMilestone = 2;
export const kindFinishMilestone = 3;

/**
 * The plan as typed arrays: a hundred thousand rows with twenty columns are 25 MB here and would be
 * several hundred as objects. Dates are wall-clock minutes, NaN where missing.
 */
export interface PlanModel {
  meta: PlanAnswer['plan'];
  calendars: Calendar[];
  refusals: PlanAnswer['refusals'];
  count: number;
  id: string[]; name: string[]; wbs: (string | null)[]; code: (string | null)[]; resources: (string | null)[];
  constraint: (string | null)[];
  indexOf: Map<string, number>;
  parent: Int32Array; level: Uint8Array; kind: Uint8Array; calendar: Int16Array;
  /** First index after the subtree of an activity. */
  end: Int32Array;
  critical: Uint8Array; manual: Uint8Array;
  /** Stands for an activity of another project, which decides its dates. */
  external: Uint8Array;
  start: Float64Array; finish: Float64Array; baselineStart: Float64Array; baselineFinish: Float64Array;
  lateFinish: Float64Array; actualStart: Float64Array; actualFinish: Float64Array;
  constraintDate: Float64Array; deadline: Float64Array;
  duration: Float64Array; percent: Float64Array; totalFloat: Float64Array; freeFloat: Float64Array;
  /** How short works can be made, at what cost, and how gladly (优选系数); NaN and 0 where nobody said. */
  /** Of activities that are interrupted: where they are worked on. */
  pieces: Map<number, [number, number][]>;
  optimistic: Float64Array; likely: Float64Array; pessimistic: Float64Array;
  crashDuration: Float64Array; crashCost: Float64Array; crashWeight: Float64Array;
  /** What of work, duration and units stays when another changes; null where all activities have fixed units. */
  effort: (string | null)[] | null; effortDriven: Uint8Array;
  work: Float64Array; priority: Float64Array; levellingDelay: Float64Array;
  staff: Staff;
  links: Links;
  statusDate: number;
}

export interface Links {
  count: number;
  from: Int32Array; to: Int32Array; type: Uint8Array; driving: Uint8Array; lag: Float64Array;
  /** Links by successor and by predecessor: offsets into the two lists of link numbers. */
  predecessorAt: Int32Array; predecessors: Int32Array; successorAt: Int32Array; successors: Int32Array;
}

function piecesOf(column: ([string, string][] | null)[] | undefined): Map<number, [number, number][]> {
  const pieces = new Map<number, [number, number][]>();
  column?.forEach((one, i) => { if (one) pieces.set(i, one.map(([from, to]) => [parsePlanDate(from), parsePlanDate(to)])); });
  return pieces;
}

export function buildModel(answer: PlanAnswer): PlanModel {
  const a = answer.activities;
  const count = a.id.length;
  const parent = Int32Array.from(a.parent);
  const { level, end } = tree(parent);
  const indexOf = new Map<string, number>();
  for (let i = 0; i < count; i++) indexOf.set(a.id[i]!, i);
  return {
    meta: answer.plan, refusals: answer.refusals ?? [],
    calendars: (answer.calendars ?? []).map(compileCalendar),
    count, id: a.id, name: a.name, wbs: a.wbs ?? [], code: a.code ?? [], resources: a.resources ?? [], constraint: a.constraint ?? [],
    indexOf, parent, level, end,
    kind: codes(a.kind, kinds, kindTask), calendar: Int16Array.from(a.calendar ?? [], (v) => v ?? 0),
    critical: flags(a.critical, count), manual: flags(a.manual, count), external: flags(a.external, count),
    start: dates(a.start, count), finish: dates(a.finish, count),
    baselineStart: dates(a.baseline_start, count), baselineFinish: dates(a.baseline_finish, count),
    lateFinish: dates(a.late_finish, count), actualStart: dates(a.actual_start, count), actualFinish: dates(a.actual_finish, count),
    constraintDate: dates(a.constraint_date, count), deadline: dates(a.deadline, count),
    duration: figures(a.duration, count), percent: figures(a.percent_complete, count),
    totalFloat: figures(a.total_float, count), freeFloat: figures(a.free_float, count),
    pieces: piecesOf(a.pieces),
    optimistic: figures(a.optimistic_duration, count), likely: figures(a.likely_duration, count), pessimistic: figures(a.pessimistic_duration, count),
    crashDuration: figures(a.crash_duration, count), crashCost: figures(a.crash_cost, count), crashWeight: figures(a.crash_weight, count),
    effort: a.effort ?? null, effortDriven: flags(a.effort_driven, count),
    work: figures(a.work, count, 0), priority: figures(a.priority, count, 500), levellingDelay: figures(a.levelling_delay, count, 0),
    staff: buildStaff(answer, count),
    links: buildLinks(answer.links, count),
    statusDate: parsePlanDate(answer.plan.status_date),
  };
}

/** Depth and subtree ends of a list in display order, parents first. */
export function tree(parent: Int32Array): { level: Uint8Array; end: Int32Array } {
  const count = parent.length;
  const level = new Uint8Array(count);
  const end = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const p = parent[i]!;
    level[i] = p >= 0 ? Math.min(255, level[p]! + 1) : 1;
    end[i] = i + 1;
  }
  for (let i = count - 1; i >= 0; i--) {
    const p = parent[i]!;
    if (p >= 0 && end[p]! < end[i]!) end[p] = end[i]!;
  }
  return { level, end };
}

function dates(list: (string | null)[] | undefined, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = parsePlanDate(list?.[i]);
  return out;
}

function figures(list: (number | null)[] | undefined, count: number, usual = NaN): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = list?.[i] ?? usual;
  return out;
}

function flags(list: (number | boolean | null)[] | undefined, count: number): Uint8Array {
  const out = new Uint8Array(count);
  for (let i = 0; i < count; i++) out[i] = list?.[i] ? 1 : 0;
  return out;
}

function codes(list: string[], names: readonly string[], fallback: number): Uint8Array {
  const out = new Uint8Array(list.length);
  for (let i = 0; i < list.length; i++) {
    const at = names.indexOf(list[i]!);
    out[i] = at < 0 ? fallback : at;
  }
  return out;
}

function buildLinks(source: PlanAnswer['links'], activities: number): Links {
  const count = source.from.length;
  const from = Int32Array.from(source.from);
  const to = Int32Array.from(source.to);
  const forward = grouped(from, activities);
  const backward = grouped(to, activities);
  return {
    count, from, to,
    type: codes(source.type, linkTypes, 0), driving: flags(source.driving, count), lag: Float64Array.from(source.lag, (v) => v ?? 0),
    predecessorAt: backward.at, predecessors: backward.list, successorAt: forward.at, successors: forward.list,
  };
}

function grouped(key: Int32Array, groups: number): { at: Int32Array; list: Int32Array } {
  const at = new Int32Array(groups + 1);
  for (let i = 0; i < key.length; i++) at[key[i]! + 1]!++;
  for (let i = 0; i < groups; i++) at[i + 1]! += at[i]!;
  const next = at.slice();
  const list = new Int32Array(key.length);
  for (let i = 0; i < key.length; i++) list[next[key[i]!]!++] = i;
  return { at, list };
}

export const isMilestone = (model: PlanModel, i: number) => model.kind[i] === kindStartMilestone || model.kind[i] === kindFinishMilestone;
export const isSummary = (model: PlanModel, i: number) => model.kind[i] === kindSummary || model.end[i]! > i + 1;

/** Days the finish is later than the baseline, in calendar minutes; NaN without a baseline. */
export const finishVariance = (model: PlanModel, i: number) => model.finish[i]! - model.baselineFinish[i]!;

/**
 * Writes the consequences the server computed into the model, so that the picture is right in the next frame;
 * the whole plan is read again behind it. Returns the activities that changed.
 */
export function applyMoves(model: PlanModel, answer: EditAnswer): number[] {
  const touched: number[] = [];
  for (const move of answer.moved) {
    const i = model.indexOf.get(move.activity);
    if (i === undefined) continue;
    const start = parsePlanDate(move.start[1]);
    const shift = start - model.start[i]!;
    model.pieces.get(i)?.forEach((piece) => { piece[0] += shift; piece[1] += shift; });
    model.start[i] = start;
    model.finish[i] = parsePlanDate(move.finish[1]);
    model.totalFloat[i] = move.total_float?.[1] ?? NaN;
    model.critical[i] = move.critical?.[1] ? 1 : 0;
    touched.push(i);
  }
  model.meta.version = answer.version;
  return touched;
}

/** All activities before and after one, through links; a picture of the network, not a computation of dates. */
export function pathOf(model: PlanModel, start: number): Uint8Array {
  const marked = new Uint8Array(model.count);
  const { links } = model;
  const walk = (at: Int32Array, list: Int32Array, other: Int32Array) => {
    const stack = [start];
    const seen = new Uint8Array(model.count);
    while (stack.length > 0) {
      const i = stack.pop()!;
      if (seen[i]) continue;
      seen[i] = marked[i] = 1;
      for (let k = at[i]!; k < at[i + 1]!; k++) stack.push(other[list[k]!]!);
    }
  };
  walk(links.successorAt, links.successors, links.to);
  walk(links.predecessorAt, links.predecessors, links.from);
  return marked;
}

/** The bounds of all drawn dates, padded by the caller. */
export function spanOf(model: PlanModel): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const list of [model.start, model.baselineStart]) for (const v of list) if (v < low) low = v;
  for (const list of [model.finish, model.baselineFinish, model.deadline]) for (const v of list) if (v > high) high = v;
  const span = model.meta.span;
  if (span && !Number.isFinite(low)) [low, high] = [parsePlanDate(span[0]), parsePlanDate(span[1])];
  if (!Number.isFinite(low)) low = Math.floor(Date.now() / 60000);
  if (!Number.isFinite(high)) high = low + 90 * 1440;
  return [low, Math.max(high, low + 14 * 1440)];
}
