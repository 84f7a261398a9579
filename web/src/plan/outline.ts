// Edits of the outline: each returns what to send, the server decides whether it is allowed.
import type { PlanEdit } from '../api/types';
import type { PlanModel } from './model';

const id = (model: PlanModel, i: number) => (i >= 0 ? model.id[i]! : null);

/** The sibling above, or −1. */
export function siblingAbove(model: PlanModel, i: number): number {
  const p = model.parent[i]!;
  let k = p >= 0 ? p + 1 : 0;
  let last = -1;
  while (k < i) { last = k; k = model.end[k]!; }
  return last;
}

export function siblingBelow(model: PlanModel, i: number): number {
  const k = model.end[i]!;
  return k < model.count && model.parent[k] === model.parent[i] ? k : -1;
}

function lastChild(model: PlanModel, i: number): number {
  let last = -1;
  for (let k = i + 1; k < model.end[i]!; k = model.end[k]!) last = k;
  return last;
}

export function indentEdits(model: PlanModel, i: number): PlanEdit[] {
  const above = siblingAbove(model, i);
  return above < 0 ? [] : [{ move: { activity: model.id[i]!, parent: id(model, above), after: id(model, lastChild(model, above)) } }];
}

export function outdentEdits(model: PlanModel, i: number): PlanEdit[] {
  const p = model.parent[i]!;
  return p < 0 ? [] : [{ move: { activity: model.id[i]!, parent: id(model, model.parent[p]!), after: id(model, p) } }];
}

export function moveUpEdits(model: PlanModel, i: number): PlanEdit[] {
  const above = siblingAbove(model, i);
  return above < 0 ? [] : [{ move: { activity: model.id[i]!, parent: id(model, model.parent[i]!), after: id(model, siblingAbove(model, above)) } }];
}

export function moveDownEdits(model: PlanModel, i: number): PlanEdit[] {
  const below = siblingBelow(model, i);
  return below < 0 ? [] : [{ move: { activity: model.id[i]!, parent: id(model, model.parent[i]!), after: id(model, below) } }];
}

export function insertEdit(model: PlanModel, after: number, name: string, kind = 'task'): PlanEdit {
  return { add: { name, parent: after >= 0 ? id(model, model.parent[after]!) : null, after: id(model, after), duration: kind === 'task' ? model.meta.minutes_per_day : 0, kind, key: 'new1' } };
}

/** Only the tops of a selection: removing a summary removes what it holds. */
export function tops(model: PlanModel, selected: Iterable<number>): number[] {
  const set = new Set(selected);
  return [...set].filter((i) => { for (let p = model.parent[i]!; p >= 0; p = model.parent[p]!) if (set.has(p)) return false; return true; }).sort((a, b) => a - b);
}
