import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { get } from '../api/client';
import { parsePlanDate } from '../format/date';
import type { PlanModel } from './model';
import { rowTop, type Frame } from './paint';
import { headerHeight, xOf } from './state';
import type { Screen } from './PlanScreen';

interface ProgressAnswer {
  check: string;
  points: { activity: string; at: string; lateness: number; hits_successors: number; hits_finish: number }[];
}

/** The 前锋线: how far each work has come at the check date; working minutes, NaN where it has no point. */
export interface ProgressLine {
  check: number; at: Float64Array; lateness: Float64Array; hitsSuccessors: Float64Array; hitsFinish: Float64Array;
  late: number; hits: number;
}

function lineOf(answer: ProgressAnswer, model: PlanModel): ProgressLine {
  const empty = () => new Float64Array(model.count).fill(NaN);
  const line: ProgressLine = { check: parsePlanDate(answer.check), at: empty(), lateness: empty(), hitsSuccessors: empty(), hitsFinish: empty(), late: 0, hits: 0 };
  for (const point of answer.points) {
    const i = model.indexOf.get(point.activity);
    if (i === undefined) continue;
    line.at[i] = parsePlanDate(point.at);
    line.lateness[i] = point.lateness;
    line.hitsSuccessors[i] = point.hits_successors;
    line.hitsFinish[i] = point.hits_finish;
    line.late += Number(point.lateness > 0);
    line.hits += Number(point.hits_finish > 0);
  }
  return line;
}

/** Reads the line when it is asked for, and again with each version of the plan. */
export function useProgressLine(screen: Screen | null, project: string, model: PlanModel, wanted: boolean): void {
  const version = model.meta.version;
  const answer = useQuery({
    queryKey: ['plan', project, 'progress_line', model.meta.id, version], enabled: wanted, retry: false,
    queryFn: ({ signal }) => get<ProgressAnswer>(`/projects/${project}/plan/progress_line`, { scenario: screen?.editing.of.scenario }, signal),
  });
  useEffect(() => {
    if (!screen) return;
    const { surface } = screen;
    surface.view.progress = wanted && answer.data ? lineOf(answer.data, surface.view.model) : null;
    surface.refresh();
    surface.events.changed();
  }, [screen, wanted, answer.data, version]);
}

/** From the check date at the top through the point of every row to the check date at the bottom. */
export function paintProgress({ ctx, view, palette, width, height, first, last }: Frame): void {
  const line = view.progress;
  if (!line) return;
  const base = xOf(view, line.check);
  // The rows beside the window as well, so that the line enters and leaves it in its direction.
  const from = Math.max(0, first - 1);
  const to = Math.min(view.rows.count, last + 1);
  const points: [number, number][] = [];
  for (let row = from; row < to; row++) {
    const at = line.at[view.rows.activity[row]!]!;
    if (Number.isFinite(at)) points.push([xOf(view, at), rowTop(view, row) + view.rowHeight / 2]);
  }
  ctx.strokeStyle = palette.status;
  ctx.lineWidth = 2;
  ctx.lineJoin = 'round';
  ctx.beginPath();
  ctx.moveTo(base, from === 0 ? headerHeight : rowTop(view, from));
  for (const [x, y] of points) ctx.lineTo(x, y);
  ctx.lineTo(base, Math.min(height, rowTop(view, to)));
  ctx.stroke();
  for (const [x, y] of points) {
    ctx.fillStyle = x < base - 1 ? palette.red : palette.status;
    ctx.beginPath();
    ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
    ctx.fill();
  }
  const label = view.words.t('plan.progress.label', { late: line.late, hits: line.hits });
  ctx.font = `600 12px ${palette.font}`;
  const room = ctx.measureText(label).width + 8;
  const x = Math.max(4, Math.min(base + 6, width - room));
  ctx.fillStyle = palette.surface;
  ctx.fillRect(x - 2, height - 42, room, 18);
  ctx.fillStyle = palette.status;
  ctx.fillText(label, x + 2, height - 29);
}
