import type { TFunction } from 'i18next';
import type { PlanEdit } from '../api/types';
import { formatDay, minutesPerDay, proseDay, readTypedDate, toPlanDate } from '../format/date';
import { formatDuration, formatHours, formatSignedDuration, readDuration, readHours } from '../format/number';
import { finishVariance, isMilestone, isSummary, type PlanModel } from './model';
import { predecessorEdits, predecessorText, predecessorsOf, readPredecessors } from './predecessors';
import { staffEdits } from './staff';

export interface Words { t: TFunction; language: string }

/** What an edit of a cell asks for: edits to send, or the key of the reason why the text cannot be read. */
export type ReadCell = { edits: PlanEdit[] } | { unreadable: string };

export interface Column {
  key: string;
  width: number;
  align: 'left' | 'right';
  text: (model: PlanModel, i: number, words: Words) => string;
  /** Text offered when editing starts; absent where the cell is computed. */
  editText?: (model: PlanModel, i: number, words: Words) => string;
  editable?: (model: PlanModel, i: number) => boolean;
  read?: (model: PlanModel, i: number, text: string) => ReadCell;
  shown?: boolean;
}

const set = (model: PlanModel, i: number, values: Record<string, unknown>): ReadCell => ({ edits: [{ set: { activity: model.id[i]!, ...values } }] });
const leaf = (model: PlanModel, i: number) => !isSummary(model, i);

function readDateCell(key: 'start' | 'finish') {
  return (model: PlanModel, i: number, text: string): ReadCell => {
    const present = (key === 'start' ? model.start : model.finish)[i]!;
    const value = readTypedDate(text, present, key === 'start' ? 480 : 1020);
    return Number.isNaN(value) ? { unreadable: 'plan.unreadable.date' } : set(model, i, { [key]: toPlanDate(value) });
  };
}

/** A length of a leaf that may be left open. */
const lengthColumn = (key: 'crash_duration' | 'optimistic_duration' | 'likely_duration' | 'pessimistic_duration', of: (model: PlanModel) => Float64Array): Column => {
  const text = (m: PlanModel, i: number, w: Words) => (Number.isFinite(of(m)[i]!) ? formatDuration(of(m)[i], m.meta.minutes_per_day, w.language) : '');
  return {
    key, width: 84, align: 'right', editable: (m, i) => leaf(m, i) && !isMilestone(m, i), text, editText: text,
    read: (m, i, typed) => {
      if (!typed.trim()) return set(m, i, { [key]: null });
      const value = readDuration(typed, m.meta.minutes_per_day);
      return Number.isNaN(value) || value < 0 ? { unreadable: 'plan.unreadable.duration' } : set(m, i, { [key]: value });
    },
  };
};

/** A bare number of a leaf that people type. */
const figureColumn = (key: 'crash_cost' | 'crash_weight', of: (model: PlanModel) => Float64Array): Column => ({
  key, width: 84, align: 'right', editable: (m, i) => leaf(m, i) && !isMilestone(m, i),
  text: (m, i) => (Number.isFinite(of(m)[i]!) && Number.isFinite(m.crashDuration[i]!) ? String(of(m)[i]) : ''),
  editText: (m, i) => (Number.isFinite(of(m)[i]!) ? String(of(m)[i]) : ''),
  read: (m, i, text) => {
    const value = Number(text.replaceAll(',', '').trim() || NaN);
    return Number.isFinite(value) && value >= 0 ? set(m, i, { [key]: value }) : { unreadable: 'plan.unreadable.figure' };
  },
});

export const columns: Column[] = [
  { key: 'number', width: 48, align: 'right', shown: true, text: (_m, i) => String(i + 1) },
  {
    key: 'name', width: 250, align: 'left', shown: true,
    text: (m, i) => m.name[i]!, editText: (m, i) => m.name[i]!,
    read: (m, i, text) => (text.trim() ? set(m, i, { name: text.trim() }) : { unreadable: 'plan.unreadable.name' }),
  },
  { key: 'wbs', width: 84, align: 'left', text: (m, i) => m.wbs[i] ?? '' },
  { key: 'code', width: 96, align: 'left', text: (m, i) => m.code[i] ?? '' },
  {
    key: 'duration', width: 72, align: 'right', shown: true,
    text: (m, i, w) => (isMilestone(m, i) || (m.duration[i] === 0 && isSummary(m, i)) ? '' : formatDuration(m.duration[i], m.meta.minutes_per_day, w.language)),
    editText: (m, i, w) => formatDuration(m.duration[i], m.meta.minutes_per_day, w.language),
    editable: (m, i) => leaf(m, i) && !isMilestone(m, i),
    read: (m, i, text) => {
      const value = readDuration(text, m.meta.minutes_per_day);
      return Number.isNaN(value) || value < 0 ? { unreadable: 'plan.unreadable.duration' } : set(m, i, { duration: value });
    },
  },
  { key: 'start', width: 94, align: 'left', shown: true, text: (m, i) => formatDay(m.start[i]!), editText: (m, i) => formatDay(m.start[i]!), editable: leaf, read: readDateCell('start') },
  { key: 'finish', width: 94, align: 'left', shown: true, text: (m, i) => formatDay(m.finish[i]!), editText: (m, i) => formatDay(m.finish[i]!), editable: leaf, read: readDateCell('finish') },
  {
    key: 'percent', width: 60, align: 'right', shown: true,
    text: (m, i) => (Number.isFinite(m.percent[i]!) ? `${Math.round(m.percent[i]!)}%` : ''),
    editText: (m, i) => (Number.isFinite(m.percent[i]!) ? String(m.percent[i]!) : ''), editable: leaf,
    read: (m, i, text) => {
      const value = Number(text.replace('%', '').trim());
      return text.trim() === '' || Number.isNaN(value) || value < 0 || value > 100 ? { unreadable: 'plan.unreadable.percent' } : set(m, i, { percent_complete: value });
    },
  },
  {
    key: 'predecessors', width: 110, align: 'left', shown: true,
    text: (m, i, w) => predecessorText(predecessorsOf(m, i), m.meta.minutes_per_day, w.language),
    editText: (m, i, w) => predecessorText(predecessorsOf(m, i), m.meta.minutes_per_day, w.language),
    read: (m, i, text) => {
      const wanted = readPredecessors(text, m.meta.minutes_per_day, m.count);
      return wanted ? { edits: predecessorEdits(m, i, wanted) } : { unreadable: 'plan.unreadable.predecessors' };
    },
  },
  { key: 'total_float', width: 78, align: 'right', shown: true, text: (m, i, w) => formatDuration(m.totalFloat[i], m.meta.minutes_per_day, w.language).replace('-', '−') },
  {
    key: 'resources', width: 140, align: 'left', shown: true, text: (m, i) => m.resources[i] ?? '', editText: (m, i) => m.resources[i] ?? '', editable: leaf,
    read: (m, i, text) => {
      const edits = staffEdits(m, i, text);
      return edits ? { edits } : { unreadable: 'plan.unreadable.resources' };
    },
  },
  {
    key: 'work', width: 84, align: 'right', editable: (m, i) => leaf(m, i) && !isMilestone(m, i),
    text: (m, i, w) => (m.work[i]! > 0 ? formatHours(m.work[i]!, w.language) : ''), editText: (m, i, w) => formatHours(m.work[i]!, w.language),
    read: (m, i, text) => {
      const value = readHours(text, m.meta.minutes_per_day);
      return Number.isNaN(value) || value < 0 ? { unreadable: 'plan.unreadable.work' } : set(m, i, { work: value });
    },
  },
  {
    key: 'priority', width: 72, align: 'right', editable: leaf, text: (m, i) => (leaf(m, i) ? String(m.priority[i]) : ''),
    read: (m, i, text) => {
      const value = Number(text.trim() || NaN);
      return Number.isInteger(value) && value >= 0 && value <= 1000 ? set(m, i, { priority: value }) : { unreadable: 'plan.unreadable.priority' };
    },
  },
  {
    key: 'levelling_delay', width: 84, align: 'right', editable: leaf,
    // Elapsed days, as MS Project counts them.
    text: (m, i, w) => (m.levellingDelay[i]! > 0 ? formatDuration(m.levellingDelay[i], minutesPerDay, w.language) : ''), editText: (m, i, w) => formatDuration(m.levellingDelay[i], minutesPerDay, w.language),
    read: (m, i, text) => {
      const value = text.trim() ? readDuration(text, minutesPerDay) : 0;
      return Number.isNaN(value) || value < 0 ? { unreadable: 'plan.unreadable.duration' } : set(m, i, { levelling_delay: value });
    },
  },
  {
    key: 'variance', width: 90, align: 'right',
    text: (m, i, w) => { const v = finishVariance(m, i); return Number.isFinite(v) ? formatSignedDuration(Math.round(v / minutesPerDay) * minutesPerDay, minutesPerDay, w.language) : ''; },
  },
  { key: 'baseline_start', width: 98, align: 'left', text: (m, i) => formatDay(m.baselineStart[i]!) },
  { key: 'baseline_finish', width: 98, align: 'left', text: (m, i) => formatDay(m.baselineFinish[i]!) },
  { key: 'deadline', width: 98, align: 'left', text: (m, i) => formatDay(m.deadline[i]!) },
  lengthColumn('optimistic_duration', (m) => m.optimistic),
  lengthColumn('likely_duration', (m) => m.likely),
  lengthColumn('pessimistic_duration', (m) => m.pessimistic),
  lengthColumn('crash_duration', (m) => m.crashDuration),
  figureColumn('crash_cost', (m) => m.crashCost),
  figureColumn('crash_weight', (m) => m.crashWeight),
  { key: 'free_float', width: 78, align: 'right', text: (m, i, w) => formatDuration(m.freeFloat[i], m.meta.minutes_per_day, w.language) },
];

export const isEditable = (column: Column, model: PlanModel, i: number): boolean =>
  Boolean(model.meta.can_edit && column.read && !model.external[i] && (column.editable?.(model, i) ?? true));

/** The bar in words, for those who do not see the canvas: "9月3日–9月20日, 关键, 总时差 0 天, 晚 4 天". */
export function barInWords(model: PlanModel, i: number, words: Words): string {
  const { t, language } = words;
  const parts: string[] = [];
  const from = proseDay(model.start[i]!, language);
  const to = proseDay(model.finish[i]!, language);
  if (!from && !to) return t('plan.bar.noDates');
  parts.push(isMilestone(model, i) ? `${t('plan.bar.milestone')} ${to || from}` : `${from}–${to}`);
  if (model.critical[i]) parts.push(t('plan.bar.critical'));
  if (Number.isFinite(model.totalFloat[i]!)) parts.push(t('plan.bar.float', { value: formatDuration(model.totalFloat[i], model.meta.minutes_per_day, language) }));
  const late = Math.round(finishVariance(model, i) / minutesPerDay);
  if (late > 0) parts.push(t('plan.bar.late', { count: late }));
  if (late < 0) parts.push(t('plan.bar.early', { count: -late }));
  if (Number.isFinite(model.deadline[i]!) && model.finish[i]! > model.deadline[i]!) parts.push(t('plan.bar.deadlineMissed'));
  return parts.join(language.startsWith('zh') ? '\uff0c' : ', ');
}
