import { isMilestone } from './model';
import { linksInWindow } from './linkIndex';
import { rowTop, type Frame } from './paint';
import { barBox, milestoneTime } from './paintBars';
import { xOf, type LinkDrag } from './state';

/** Links that only pass through the window are left out above this number: they would be a grey wall. */
const passingLimit = 400;

export function paintLinks(frame: Frame): void {
  const { view, palette, ctx } = frame;
  const { model, rows } = view;
  const plain: number[] = [];
  const driving: number[] = [];
  const critical: number[] = [];
  let passing = 0;
  linksInWindow(view.linkIndex, frame.first, frame.last, (link) => {
    const a = rows.rowOf[model.links.from[link]!]!;
    const b = rows.rowOf[model.links.to[link]!]!;
    const ends = (a >= frame.first && a < frame.last) || (b >= frame.first && b < frame.last);
    if (!ends && ++passing > passingLimit) return;
    const both = view.show.critical && model.critical[model.links.from[link]!]! && model.critical[model.links.to[link]!]!;
    if (model.links.driving[link]) (both ? critical : driving).push(link);
    else plain.push(link);
  });
  stroke(frame, plain, palette.link, 1);
  stroke(frame, driving, palette.linkDriving, 1.75);
  stroke(frame, critical, palette.linkCritical, 1.75);
  if (view.hoverLink >= 0) stroke(frame, [view.hoverLink], palette.ghost, 2.5);
  ctx.globalAlpha = 1;
}

function stroke(frame: Frame, list: number[], colour: string, width: number): void {
  const { ctx, view } = frame;
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = width;
  for (const dimmed of view.path ? [false, true] : [false]) {
    ctx.globalAlpha = dimmed ? 0.12 : 1;
    ctx.beginPath();
    const heads: [number, number, number, number][] = [];
    for (const link of list) {
      const on = !view.path || (view.path[view.model.links.from[link]!] && view.path[view.model.links.to[link]!]);
      if (Boolean(on) !== dimmed) line(frame, link, heads);
    }
    ctx.stroke();
    ctx.beginPath();
    for (const [x, y, dx, dy] of heads) {
      ctx.moveTo(x, y);
      ctx.lineTo(x - dx * 5 - dy * 3.5, y - dy * 5 - dx * 3.5);
      ctx.lineTo(x - dx * 5 + dy * 3.5, y - dy * 5 + dx * 3.5);
    }
    ctx.fill();
  }
}

/** The corner points of a link, shared by the painter and the pointer. */
export function linkPoints(frame: Pick<Frame, 'view'>, link: number): [number, number][] {
  const { view } = frame;
  const { model } = view;
  const from = model.links.from[link]!;
  const to = model.links.to[link]!;
  const type = model.links.type[link]!;
  const fromFinish = type === 0 || type === 2;
  const toFinish = type === 2 || type === 3;
  const [x0, y0] = anchor(frame, from, fromFinish);
  const [x1, y1] = anchor(frame, to, toFinish);
  const out = fromFinish ? 7 : -7;
  const stub = toFinish ? 9 : -9;
  const down = y1 > y0 ? 1 : -1;
  if (!toFinish && fromFinish && x1 >= x0 - 3) {
    // Room to the right: one corner, arriving on top of the bar like a planner draws it.
    if (x1 - x0 < 14) {
      const x = Math.max(x0, x1) + 3;
      return [[x0, y0], [x, y0], [x, y1 - (down * view.rowHeight) / 4]];
    }
    return [[x0, y0], [x0 + out, y0], [x0 + out, y1], [x1, y1]];
  }
  if (fromFinish === toFinish) {
    const x = fromFinish ? Math.max(x0, x1) + 9 : Math.min(x0, x1) - 9;
    return [[x0, y0], [x, y0], [x, y1], [x1, y1]];
  }
  const middle = y0 + (down * view.rowHeight) / 2;
  return [[x0, y0], [x0 + out, y0], [x0 + out, middle], [x1 + stub, middle], [x1 + stub, y1], [x1, y1]];
}

function anchor(frame: Pick<Frame, 'view'>, i: number, finish: boolean): [number, number] {
  const { view } = frame;
  const { model } = view;
  const row = view.rows.rowOf[i]!;
  if (isMilestone(model, i)) {
    const at = milestoneTime(frame, i);
    const box = barBox(frame, row, at, at);
    return [xOf(view, at) + (finish ? 1 : -1) * (box.h / 2 + 1), box.y + box.h / 2];
  }
  const box = barBox(frame, row, model.start[i]!, model.finish[i]!);
  return [finish ? box.x1 : box.x0, box.y + box.h / 2];
}

function line(frame: Frame, link: number, heads: [number, number, number, number][]): void {
  const { ctx, width } = frame;
  const points = linkPoints(frame, link);
  let low = Infinity;
  let high = -Infinity;
  for (const [x] of points) { low = Math.min(low, x); high = Math.max(high, x); }
  if (!Number.isFinite(low) || high < 0 || low > width) return;
  const half = ctx.lineWidth > 1.5 ? 0 : 0.5;
  points.forEach(([x, y], k) => (k === 0 ? ctx.moveTo(Math.round(x) + half, Math.round(y) + half) : ctx.lineTo(Math.round(x) + half, Math.round(y) + half)));
  const [x1, y1] = points[points.length - 1]!;
  const [x0, y0] = points[points.length - 2]!;
  heads.push([x1, y1 + 0.5, Math.sign(Math.round(x1 - x0)), Math.sign(Math.round(y1 - y0))]);
}

/** The link under the pointer, or −1. */
export function linkAt(frame: Pick<Frame, 'view' | 'first' | 'last'>, x: number, y: number): number {
  let best = -1;
  let distance = 5;
  linksInWindow(frame.view.linkIndex, frame.first, frame.last, (link) => {
    const points = linkPoints(frame, link);
    for (let k = 1; k < points.length; k++) {
      const d = toSegment(x, y, points[k - 1]!, points[k]!);
      if (d < distance) { distance = d; best = link; }
    }
  });
  return best;
}

function toSegment(x: number, y: number, [ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const cx = Math.max(Math.min(ax, bx), Math.min(Math.max(ax, bx), x));
  const cy = Math.max(Math.min(ay, by), Math.min(Math.max(ay, by), y));
  return Math.hypot(x - cx, y - cy);
}

export function paintLinkDrag(frame: Frame, drag: LinkDrag): void {
  const { ctx, palette, view } = frame;
  const [x0, y0] = anchor(frame, drag.from, drag.fromFinish);
  ctx.strokeStyle = ctx.fillStyle = palette.ghost;
  ctx.lineWidth = 2;
  ctx.setLineDash([5, 3]);
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(drag.x, drag.y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (drag.target < 0) return;
  const row = view.rows.rowOf[drag.target]!;
  ctx.strokeRect(1, rowTop(view, row) + 1, frame.width - 2, view.rowHeight - 2);
  const [x1, y1] = anchor(frame, drag.target, drag.targetFinish);
  ctx.beginPath();
  ctx.arc(x1, y1, 5, 0, Math.PI * 2);
  ctx.fill();
}
