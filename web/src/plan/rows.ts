import type { PlanModel } from './model';

/** The rows on screen order: activity of each row, and row of each activity (−1 while hidden). */
export interface Rows { count: number; activity: Int32Array; rowOf: Int32Array }

export function visibleRows(model: Pick<PlanModel, 'count' | 'end'>, collapsed: Uint8Array, keep: Uint8Array | null): Rows {
  const activity = new Int32Array(model.count);
  const rowOf = new Int32Array(model.count).fill(-1);
  let count = 0;
  for (let i = 0; i < model.count; ) {
    if (keep && !keep[i]) { i++; continue; }
    activity[count] = i;
    rowOf[i] = count++;
    // A filter opens what it keeps: a match inside a folded summary must be seen.
    i = collapsed[i] && !keep ? model.end[i]! : i + 1;
  }
  return { count, activity: activity.subarray(0, count), rowOf };
}

/** Matches and all their ancestors. */
export function keepAncestors(parent: Int32Array, match: Uint8Array): Uint8Array {
  const keep = match.slice();
  for (let i = parent.length - 1; i >= 0; i--) {
    const p = parent[i]!;
    if (keep[i] && p >= 0) keep[p] = 1;
  }
  return keep;
}

/** Folds everything deeper than a level: level 1 shows the top rows only. */
export function collapsedToLevel(model: Pick<PlanModel, 'count' | 'end' | 'level'>, level: number): Uint8Array {
  const collapsed = new Uint8Array(model.count);
  for (let i = 0; i < model.count; i++) collapsed[i] = model.level[i]! >= level && model.end[i]! > i + 1 ? 1 : 0;
  return collapsed;
}

export interface RowWindow { first: number; last: number }

/** Rows [first, last) that touch the viewport, with a margin so that a fast scroll never shows an empty strip. */
export function rowWindow(scrollTop: number, height: number, rowHeight: number, count: number, margin = 2): RowWindow {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - margin);
  const last = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + margin);
  return { first: Math.min(first, last), last };
}
