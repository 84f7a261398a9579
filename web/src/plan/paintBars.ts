import { minutesPerDay } from '../format/date';
import { finishVariance, isMilestone, isSummary, kindFinishMilestone, kindStartMilestone } from './model';
import type { Frame } from './paint';
import { rowTop } from './paint';
import { xOf } from './state';

export interface BarBox { x0: number; x1: number; y: number; h: number }

/** Where the bar of an activity is; the pointer asks the same question as the painter. */
export function barBox(frame: Pick<Frame, 'view'>, row: number, start: number, finish: number): BarBox {
  const { view } = frame;
  const h = Math.round(view.rowHeight * 0.44);
  const y = Math.round(rowTop(view, row) + (view.rowHeight - h) / 2) - (view.show.baseline ? 2 : 0);
  const x0 = xOf(view, start);
  return { x0, x1: Math.max(xOf(view, finish), x0 + 2), y, h };
}

/** The moment a milestone stands at: a start milestone at its start, a finish milestone at its finish. */
export function milestoneTime(frame: Pick<Frame, 'view'>, i: number): number {
  const { model } = frame.view;
  const at = model.kind[i] === kindStartMilestone ? model.start[i]! : model.finish[i]!;
  return Number.isFinite(at) ? at : model.start[i]!;
}

export function paintBars(frame: Frame): void {
  const { ctx, view, first, last } = frame;
  for (let row = first; row < last; row++) {
    const i = view.rows.activity[row]!;
    ctx.globalAlpha = view.path && !view.path[i] ? 0.22 : 1;
    paintBaseline(frame, row, i);
    if (isMilestone(view.model, i)) paintMilestone(frame, row, i);
    else if (isSummary(view.model, i)) paintSummary(frame, row, i);
    else paintTask(frame, row, i);
    paintDeadline(frame, row, i);
    paintConstraint(frame, row, i);
    ctx.globalAlpha = 1;
    paintGhost(frame, row, i);
  }
}

function paintTask(frame: Frame, row: number, i: number): void {
  const { ctx, view, palette, width } = frame;
  const { model } = view;
  if (!Number.isFinite(model.start[i]!)) return;
  const box = barBox(frame, row, model.start[i]!, model.finish[i]!);
  const tailEnd = view.show.float && model.totalFloat[i]! > 0 ? xOf(view, model.lateFinish[i]!) : box.x1;
  if (box.x0 > width || Math.max(box.x1, tailEnd) < -200) return;
  const critical = view.show.critical && model.critical[i] === 1;
  // A tail that only passes through the window says nothing and is left out.
  if (Number.isFinite(tailEnd) && tailEnd > box.x1 + 2 && !critical && (box.x1 > 0 || tailEnd < width)) paintFloatTail(frame, box, tailEnd);
  const level = model.kind[i]! >= 4;
  const spans = spansOf(frame, i, box);
  const worked = spans.reduce((sum, [from, to]) => sum + to - from, 0);
  let done = (Math.min(100, Math.max(0, model.percent[i]! || 0)) / 100) * worked;
  if (spans.length > 1) paintBreaks(frame, box);
  for (const [from, to] of spans) {
    const w = to - from;
    ctx.fillStyle = model.external[i] ? palette.baseline : critical ? palette.critical : palette.bar;
    bar(ctx, from, box.y + (level ? box.h / 4 : 0), w, level ? box.h / 2 : box.h);
    if (done > 0) {
      ctx.fillStyle = critical ? palette.criticalDone : palette.barDone;
      bar(ctx, from, box.y + (level ? box.h / 4 : 0), Math.min(w, done), level ? box.h / 2 : box.h);
    }
    done -= w;
    if (!critical) continue;
    // Colour is never alone: critical bars also have a two pixel outline.
    ctx.strokeStyle = palette.criticalEdge;
    ctx.lineWidth = 2;
    ctx.strokeRect(Math.round(from) + 1, box.y + 1, Math.max(1, Math.round(w) - 2), box.h - 2);
  }
  if (view.hover === i && model.meta.can_edit) paintHandles(frame, box);
  paintSideText(frame, row, i, box.x1);
}

/** Where an activity is worked on: its pieces if it is interrupted. */
function spansOf({ view }: Frame, i: number, box: BarBox): [number, number][] {
  const pieces = view.model.pieces.get(i);
  return pieces ? pieces.map(([from, to]) => [xOf(view, from), Math.max(xOf(view, to), xOf(view, from) + 1)]) : [[box.x0, box.x1]];
}

/** The dotted line that ties pieces together. */
function paintBreaks({ ctx, palette }: Frame, box: BarBox): void {
  const y = Math.round(box.y + box.h / 2) + 0.5;
  ctx.strokeStyle = palette.summary;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 2]);
  ctx.beginPath();
  ctx.moveTo(box.x0, y);
  ctx.lineTo(box.x1, y);
  ctx.stroke();
  ctx.setLineDash([]);
}

function bar(ctx: CanvasRenderingContext2D, x: number, y: number, w: number, h: number): void {
  if (w < 6) { ctx.fillRect(x, y, Math.max(1, w), h); return; }
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, 2);
  ctx.fill();
}

function paintFloatTail({ ctx, palette }: Frame, box: BarBox, end: number): void {
  const y = Math.round(box.y + box.h / 2) + 0.5;
  ctx.strokeStyle = palette.float;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 3]);
  ctx.beginPath();
  ctx.moveTo(box.x1 + 1, y);
  ctx.lineTo(end, y);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.beginPath();
  ctx.moveTo(end, y - 4);
  ctx.lineTo(end, y + 4);
  ctx.stroke();
}

function paintHandles({ ctx, palette }: Frame, box: BarBox): void {
  const y = box.y + box.h / 2;
  ctx.fillStyle = palette.surface;
  ctx.strokeStyle = palette.ghost;
  ctx.lineWidth = 1.5;
  for (const x of [box.x0 - 9, box.x1 + 9]) {
    ctx.beginPath();
    ctx.arc(x, y, 4, 0, Math.PI * 2);
    ctx.fill();
    ctx.stroke();
  }
}

function paintSummary(frame: Frame, row: number, i: number): void {
  const { ctx, view, palette, width } = frame;
  const { model } = view;
  if (!Number.isFinite(model.start[i]!)) return;
  const box = barBox(frame, row, model.start[i]!, model.finish[i]!);
  if (box.x0 > width || box.x1 < -200) return;
  const critical = view.show.critical && model.critical[i] === 1;
  const y = box.y + 2;
  const tip = Math.min(7, (box.x1 - box.x0) / 2);
  ctx.fillStyle = palette.summary;
  ctx.beginPath();
  ctx.moveTo(box.x0, y);
  ctx.lineTo(box.x1, y);
  ctx.lineTo(box.x1, y + 11);
  ctx.lineTo(box.x1 - tip, y + 5);
  ctx.lineTo(box.x0 + tip, y + 5);
  ctx.lineTo(box.x0, y + 11);
  ctx.fill();
  if (critical) { ctx.fillStyle = palette.criticalEdge; ctx.fillRect(box.x0, y - 2, box.x1 - box.x0, 2); }
  const done = (model.percent[i]! || 0) / 100;
  if (done > 0) { ctx.fillStyle = palette.barDone; ctx.fillRect(box.x0, y + 1.5, (box.x1 - box.x0) * done, 2); }
  paintSideText(frame, row, i, box.x1);
}

function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.beginPath();
  ctx.moveTo(x, y - r);
  ctx.lineTo(x + r, y);
  ctx.lineTo(x, y + r);
  ctx.lineTo(x - r, y);
  ctx.closePath();
}

function paintMilestone(frame: Frame, row: number, i: number): void {
  const { ctx, view, palette, width } = frame;
  const at = milestoneTime(frame, i);
  if (!Number.isFinite(at)) return;
  const x = xOf(view, at);
  if (x < -200 || x > width + 20) return;
  const box = barBox(frame, row, at, at);
  const r = box.h / 2 + 1;
  const critical = view.show.critical && view.model.critical[i] === 1;
  diamond(ctx, x, box.y + box.h / 2, r);
  ctx.fillStyle = critical ? palette.criticalDone : palette.summary;
  ctx.fill();
  if (critical) { ctx.strokeStyle = palette.criticalEdge; ctx.lineWidth = 2; ctx.stroke(); }
  if (view.model.kind[i] === kindFinishMilestone && view.model.percent[i]! >= 100) {
    ctx.fillStyle = palette.surface;
    ctx.fillRect(x - 2, box.y + box.h / 2 - 2, 4, 4);
  }
  paintSideText(frame, row, i, x + r);
}

function paintBaseline({ ctx, view, palette, width }: Frame, row: number, i: number): void {
  const { model } = view;
  if (!view.show.baseline || !Number.isFinite(model.baselineStart[i]!)) return;
  const x0 = xOf(view, model.baselineStart[i]!);
  const x1 = xOf(view, model.baselineFinish[i]!);
  if (x0 > width || x1 < 0) return;
  const box = barBox({ view }, row, model.baselineStart[i]!, model.baselineFinish[i]!);
  const y = box.y + box.h + 2;
  ctx.fillStyle = palette.baseline;
  if (isMilestone(model, i)) { diamond(ctx, x1, y + 1, 4); ctx.fill(); } else ctx.fillRect(x0, y, Math.max(2, x1 - x0), 4);
}

function paintDeadline({ ctx, view, palette, width }: Frame, row: number, i: number): void {
  const at = view.model.deadline[i]!;
  if (!Number.isFinite(at)) return;
  const x = xOf(view, at);
  if (x < -10 || x > width + 10) return;
  const missed = view.model.finish[i]! > at;
  const y = rowTop(view, row) + view.rowHeight / 2 - 1;
  diamond(ctx, x, y, 6);
  ctx.fillStyle = palette.surface;
  ctx.fill();
  ctx.lineWidth = 2;
  ctx.strokeStyle = missed ? palette.red : palette.status;
  ctx.stroke();
  if (missed) { ctx.fillStyle = palette.red; ctx.fillRect(x - 1, y - 3, 2, 4); ctx.fillRect(x - 1, y + 2, 2, 2); }
}

function paintConstraint({ ctx, view, palette, width }: Frame, row: number, i: number): void {
  const code = view.model.constraint[i];
  const at = view.model.constraintDate[i]!;
  if (!code || code === 'asap' || code === 'alap' || !Number.isFinite(at)) return;
  const x = xOf(view, at);
  if (x < -10 || x > width + 10) return;
  const y = rowTop(view, row) + 3;
  // A pin: the head at the top of the row, the needle on the date; solid where the date is mandatory.
  ctx.fillStyle = code.startsWith('must') ? palette.amber : palette.surface;
  ctx.strokeStyle = palette.amber;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.arc(x, y + 2.5, 3, 0, Math.PI * 2);
  ctx.fill();
  ctx.stroke();
  ctx.beginPath();
  ctx.moveTo(x, y + 5.5);
  ctx.lineTo(x, y + 10);
  ctx.stroke();
}

/** Right of the bar: who does it, and how late it is against the baseline. */
function paintSideText({ ctx, view, palette, width }: Frame, row: number, i: number, x: number): void {
  if (x > width || view.pixelsPerDay < 1.2) return;
  const { model } = view;
  const y = rowTop(view, row) + view.rowHeight / 2 + 4 - (view.show.baseline ? 2 : 0);
  let at = x + (view.hover === i ? 20 : 8);
  const late = view.show.baseline ? Math.round(finishVariance(model, i) / minutesPerDay) : 0;
  if (late > 0 || late < 0) {
    ctx.font = `600 12px ${palette.font}`;
    ctx.fillStyle = late > 0 ? palette.red : palette.status;
    const text = `${late > 0 ? '+' : '−'}${Math.abs(late)} ${view.words.t('plan.dayShort')}`;
    halo(ctx, text, at, y, palette.surface);
    at += ctx.measureText(text).width + 8;
  }
  const who = isMilestone(model, i) || isSummary(model, i) ? model.name[i] : view.show.resources ? model.resources[i] : null;
  if (!who) return;
  ctx.font = `400 12px ${palette.font}`;
  ctx.fillStyle = palette.text3;
  halo(ctx, who.length > 28 ? `${who.slice(0, 27)}…` : who, at, y, palette.surface);
}

/** Text that stays readable over a float tail or a link. */
function halo(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, surface: string): void {
  ctx.strokeStyle = surface;
  ctx.lineWidth = 3;
  ctx.lineJoin = 'round';
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

function paintGhost(frame: Frame, row: number, i: number): void {
  const { ctx, view, palette } = frame;
  const start = view.preview?.ghosts.start.get(i);
  const finish = view.preview?.ghosts.finish.get(i);
  if (start === undefined || finish === undefined) return;
  const { model } = view;
  ctx.strokeStyle = palette.ghost;
  ctx.fillStyle = palette.ghostFill;
  ctx.lineWidth = 1.5;
  if (isMilestone(model, i)) {
    const box = barBox(frame, row, finish, finish);
    diamond(ctx, xOf(view, model.kind[i] === kindStartMilestone ? start : finish), box.y + box.h / 2, box.h / 2 + 1);
    ctx.fill();
    ctx.stroke();
    return;
  }
  const box = barBox(frame, row, start, finish);
  ctx.beginPath();
  ctx.roundRect(box.x0, box.y - 1, box.x1 - box.x0, box.h + 2, 2);
  ctx.fill();
  ctx.stroke();
}
