// The timeline painter: one pass over the visible rows, in layers from back to front. It reads the view and
// draws; it changes nothing.
import { minutesPerDay, monthName, civil } from '../format/date';
import { idleRuns } from './calendar';
import { paintBars } from './paintBars';
import { paintLinkDrag, paintLinks } from './paintLinks';
import type { Palette } from './palette';
import { paintProgress } from './progressLine';
import { rowWindow } from './rows';
import { tiers } from './scale';
import { headerHeight, timeAt, xOf, type View } from './state';

export interface Frame { ctx: CanvasRenderingContext2D; view: View; palette: Palette; width: number; height: number; first: number; last: number }

/** Top of a row on the canvas. */
export const rowTop = (view: View, row: number) => headerHeight + row * view.rowHeight - view.scrollTop;

export function paint(ctx: CanvasRenderingContext2D, view: View, palette: Palette, width: number, height: number): void {
  const window = rowWindow(view.scrollTop, height - headerHeight, view.rowHeight, view.rows.count, 0);
  const frame: Frame = { ctx, view, palette, width, height, first: window.first, last: window.last };
  ctx.fillStyle = palette.surface;
  ctx.fillRect(0, 0, width, height);
  ctx.save();
  ctx.beginPath();
  ctx.rect(0, headerHeight, width, height - headerHeight);
  ctx.clip();
  paintRowsBack(frame);
  paintIdle(frame);
  paintGrid(frame);
  if (view.show.links) paintLinks(frame);
  paintBars(frame);
  paintMarkers(frame);
  paintProgress(frame);
  if (view.linkDrag) paintLinkDrag(frame, view.linkDrag);
  ctx.restore();
  paintHeader(frame);
}

function paintRowsBack({ ctx, view, palette, width, first, last }: Frame): void {
  for (let row = first; row < last; row++) {
    const i = view.rows.activity[row]!;
    const y = rowTop(view, row);
    if (view.selected.has(i) || i === view.active) {
      ctx.fillStyle = palette.selected;
      ctx.fillRect(0, y, width, view.rowHeight);
    }
  }
}

function paintIdle(frame: Frame): void {
  const { ctx, view, palette, width, height, first, last } = frame;
  if (!view.show.idle || view.pixelsPerDay < 2.2) return;
  const from = Math.floor(view.left / minutesPerDay);
  const to = Math.ceil(timeAt(view, width) / minutesPerDay) + 1;
  const { model } = view;
  ctx.fillStyle = palette.idle;
  const band = (calendar: number, top: number, bottom: number) => {
    for (const [a, b] of idleRuns(model.calendars[calendar] ?? model.calendars[0], from, to)) {
      const x0 = Math.round(xOf(view, a * minutesPerDay));
      ctx.fillRect(x0, top, Math.round(xOf(view, b * minutesPerDay)) - x0, bottom - top);
    }
  };
  // Neighbouring rows of one calendar are shaded as one band; a plan with one calendar is one band.
  let start = first;
  for (let row = first + 1; row <= last; row++) {
    const calendar = model.calendar[view.rows.activity[start]!] ?? 0;
    if (row < last && (model.calendar[view.rows.activity[row]!] ?? 0) === calendar) continue;
    band(calendar, rowTop(view, start), row === last ? height : rowTop(view, row));
    start = row;
  }
  if (first >= last) band(0, headerHeight, height);
}

function paintGrid({ ctx, view, palette, width, height, first, last }: Frame): void {
  ctx.fillStyle = palette.line;
  for (let row = first; row < last; row++) ctx.fillRect(0, Math.round(rowTop(view, row) + view.rowHeight) - 1, width, 1);
  const { upper } = tiers(view.left, timeAt(view, width), view.pixelsPerDay, view.words.language);
  for (const tick of upper) ctx.fillRect(Math.round(xOf(view, tick.at)), headerHeight, 1, height);
}

function paintMarkers({ ctx, view, palette, height }: Frame): void {
  const line = (at: number, colour: string, dash: number[], label: string) => {
    if (!Number.isFinite(at)) return;
    const x = Math.round(xOf(view, at)) + 0.5;
    ctx.strokeStyle = colour;
    ctx.lineWidth = 1.5;
    ctx.setLineDash(dash);
    ctx.beginPath();
    ctx.moveTo(x, headerHeight);
    ctx.lineTo(x, height);
    ctx.stroke();
    ctx.setLineDash([]);
    ctx.font = `600 12px ${palette.font}`;
    const w = ctx.measureText(label).width + 8;
    ctx.fillStyle = palette.surface;
    ctx.fillRect(x + 1, height - 20, w, 18);
    ctx.fillStyle = colour;
    ctx.fillText(label, x + 5, height - 7);
  };
  line(view.now, palette.today, [], view.words.t('plan.today'));
  line(view.model.statusDate, palette.status, [5, 3], view.words.t('plan.statusDate'));
}

function paintHeader({ ctx, view, palette, width }: Frame): void {
  const to = timeAt(view, width);
  const { upper, lower } = tiers(view.left, to, view.pixelsPerDay, view.words.language);
  ctx.fillStyle = palette.surface;
  ctx.fillRect(0, 0, width, headerHeight);
  const half = lower.length > 0 ? headerHeight / 2 : headerHeight;
  ctx.textBaseline = 'middle';
  ctx.font = `600 12px ${palette.font}`;
  for (const tick of upper) {
    const x0 = xOf(view, tick.at);
    const x1 = xOf(view, tick.to);
    ctx.fillStyle = palette.line;
    ctx.fillRect(Math.round(x0), 0, 1, half);
    // The label of a period that began off screen stays at the edge.
    const x = Math.max(x0, 0) + 8;
    ctx.fillStyle = palette.text2;
    if (ctx.measureText(tick.label).width + 8 < x1 - x + 8) ctx.fillText(tick.label, x, half / 2 + 1);
  }
  ctx.font = `400 12px ${palette.font}`;
  ctx.textAlign = 'center';
  for (const tick of lower) {
    const x0 = xOf(view, tick.at);
    const x1 = xOf(view, tick.to);
    ctx.fillStyle = palette.line;
    ctx.fillRect(Math.round(x0), half, 1, half);
    if (x1 - x0 < 15) continue;
    ctx.fillStyle = palette.text3;
    if (ctx.measureText(tick.label).width < x1 - x0 - 2) ctx.fillText(tick.label, (x0 + x1) / 2, half * 1.5);
  }
  ctx.textAlign = 'left';
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = palette.lineStrong;
  ctx.fillRect(0, headerHeight - 1, width, 1);
  const x = xOf(view, view.now);
  if (x >= 0 && x <= width) {
    ctx.fillStyle = palette.today;
    ctx.beginPath();
    ctx.moveTo(x - 4, headerHeight - 6);
    ctx.lineTo(x + 4.5, headerHeight - 6);
    ctx.lineTo(x + 0.5, headerHeight);
    ctx.fill();
  }
}

/** "2026年9月" or "Sep 2026": used by the image export's title. */
export function periodLabel(minutes: number, language: string): string {
  const c = civil(minutes);
  return language.startsWith('zh') ? `${c.year}年${c.month}月` : `${monthName(c.month, language)} ${c.year}`;
}
