import type { TFunction } from 'i18next';
import { ApiError } from '../api/client';
import type { EditAnswer, PlanEdit } from '../api/types';
import { minutesPerDay, parsePlanDate } from '../format/date';
import { formatSignedDuration } from '../format/number';
import type { PlanModel } from './model';
import type { Ghosts, Preview } from './state';

export function ghostsOf(model: PlanModel, answer: EditAnswer): Ghosts {
  const start = new Map<number, number>();
  const finish = new Map<number, number>();
  for (const move of answer.moved) {
    const i = model.indexOf.get(move.activity);
    if (i === undefined) continue;
    start.set(i, parsePlanDate(move.start[1]));
    finish.set(i, parsePlanDate(move.finish[1]));
  }
  return { start, finish };
}

/** "移动 14 项,完工 +3 天,1 个里程碑" */
export function summaryOf(answer: EditAnswer, t: TFunction, language: string): string {
  if (answer.moved_count === 0) return t('plan.preview.nothing');
  const parts = [t('plan.preview.moves', { count: answer.moved_count })];
  const delta = answer.finish_delta_minutes;
  parts.push(delta === 0 || delta === null ? t('plan.preview.finishSame') : t('plan.preview.finish', { value: formatSignedDuration(delta, minutesPerDay, language) }));
  if (answer.milestones_moved > 0) parts.push(t('plan.preview.milestones', { count: answer.milestones_moved }));
  if (answer.newly_critical_count > 0) parts.push(t('plan.preview.critical', { count: answer.newly_critical_count }));
  if (answer.deadlines_missed?.length > 0) parts.push(t('plan.preview.deadlines', { count: answer.deadlines_missed.length }));
  return parts.join(language.startsWith('zh') ? '\uff0c' : ', ');
}

export function previewOf(model: PlanModel, answer: EditAnswer, t: TFunction, language: string): Preview {
  return {
    ghosts: ghostsOf(model, answer), pending: false,
    summary: summaryOf(answer, t, language),
    tone: answer.deadlines_missed?.length > 0 || answer.milestones_moved > 0 ? 'warn' : 'plain',
  };
}

/**
 * Asks for previews while the pointer moves: one question at a time, the newest one next, so that a slow
 * answer can never be overtaken by an older one.
 */
export class PreviewQueue {
  private waiting: PlanEdit[] | null = null;
  private running: AbortController | null = null;
  private last = '';

  constructor(
    private readonly ask: (edits: PlanEdit[], signal: AbortSignal) => Promise<EditAnswer>,
    private readonly show: (answer: EditAnswer) => void,
    private readonly refuse: (error: ApiError) => void,
  ) {}

  request(edits: PlanEdit[]): void {
    const key = JSON.stringify(edits);
    if (key === this.last) return;
    this.last = key;
    this.waiting = edits;
    if (!this.running) void this.run();
  }

  cancel(): void {
    this.waiting = null;
    this.last = '';
    this.running?.abort();
    this.running = null;
  }

  private async run(): Promise<void> {
    while (this.waiting) {
      const edits = this.waiting;
      this.waiting = null;
      const mine = (this.running = new AbortController());
      try {
        const answer = await this.ask(edits, mine.signal);
        if (!mine.signal.aborted) this.show(answer);
      } catch (error) {
        if (!mine.signal.aborted && error instanceof ApiError) this.refuse(error);
      }
      if (this.running !== mine) return;
    }
    this.running = null;
  }
}

/** What a resource of a moved bar sees at the pointer before the first answer: the days it was dragged. */
export const draggedDays = (minutes: number): number => Math.round((minutes / minutesPerDay) * 10) / 10;
