import { minutesPerDay, todayMinutes } from '../format/date';
import { finishVariance, isMilestone, isSummary, type PlanModel } from './model';

export const quickFilters = ['critical', 'late', 'inProgress', 'nextTwoWeeks', 'milestones', 'negativeFloat', 'noPredecessor'] as const;
export type QuickFilter = (typeof quickFilters)[number];

/** Marks the activities a text and quick filters ask for; null when nothing is asked. */
export function matchActivities(model: PlanModel, text: string, quick: readonly QuickFilter[]): { match: Uint8Array; count: number } | null {
  const wanted = text.trim().toLowerCase();
  if (!wanted && quick.length === 0) return null;
  const match = new Uint8Array(model.count);
  const now = todayMinutes();
  let count = 0;
  for (let i = 0; i < model.count; i++) {
    if (wanted && !textMatches(model, i, wanted)) continue;
    if (!quick.every((filter) => quickMatches(model, i, filter, now))) continue;
    match[i] = 1;
    count++;
  }
  return { match, count };
}

function textMatches(model: PlanModel, i: number, wanted: string): boolean {
  return model.name[i]!.toLowerCase().includes(wanted) || (model.code[i]?.toLowerCase().includes(wanted) ?? false)
    || (model.wbs[i]?.toLowerCase().startsWith(wanted) ?? false) || (model.resources[i]?.toLowerCase().includes(wanted) ?? false) || String(i + 1) === wanted;
}

function quickMatches(model: PlanModel, i: number, filter: QuickFilter, now: number): boolean {
  if (isSummary(model, i)) return false;
  switch (filter) {
    case 'critical': return model.critical[i] === 1;
    case 'late': return finishVariance(model, i) >= minutesPerDay;
    case 'inProgress': return model.percent[i]! > 0 && model.percent[i]! < 100;
    case 'nextTwoWeeks': return model.start[i]! < now + 14 * minutesPerDay && model.finish[i]! >= now && !(model.percent[i]! >= 100);
    case 'milestones': return isMilestone(model, i);
    case 'negativeFloat': return model.totalFloat[i]! < 0;
    case 'noPredecessor': return model.links.predecessorAt[i] === model.links.predecessorAt[i + 1];
  }
}
