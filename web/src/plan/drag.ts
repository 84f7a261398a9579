import type { PlanEdit } from '../api/types';
import { toPlanDate } from '../format/date';
import { workingDelta } from './calendar';
import type { Commands } from './commands';
import { isMilestone, isSummary, linkTypes } from './model';
import { milestoneTime, barBox } from './paintBars';
import { linkAt } from './paintLinks';
import { PreviewQueue, previewOf } from './preview';
import { nextZoom, snapMinutes } from './scale';
import { headerHeight, type Ghosts } from './state';
import type { Surface } from './surface';

type Zone = 'move' | 'resize' | 'linkFinish' | 'linkStart' | 'none';
interface Drag { zone: Zone; activity: number; x: number; y: number; minutes: number; moved: boolean; group: number[]; target: number; targetFinish: boolean }

/** The pointer on the timeline: hover, move, resize, link, pan, zoom. */
export class TimelinePointer {
  private drag: Drag | null = null;
  private pan: { x: number; y: number; left: number; top: number } | null = null;
  private readonly queue: PreviewQueue;

  constructor(private readonly surface: Surface, private readonly commands: Commands) {
    const { canvas, right } = surface;
    // The press would move the focus off the grid, and with it Esc and every other key.
    canvas.addEventListener('mousedown', (e) => e.preventDefault());
    canvas.addEventListener('pointerdown', (e) => this.down(e));
    canvas.addEventListener('pointermove', (e) => this.move(e));
    canvas.addEventListener('pointerup', (e) => void this.up(e));
    canvas.addEventListener('pointercancel', () => this.cancel());
    canvas.addEventListener('pointerleave', () => this.leave());
    canvas.addEventListener('dblclick', (e) => { const hit = this.hit(e); if (hit.activity >= 0) commands.openDetails(hit.activity); });
    right.addEventListener('wheel', (e) => this.wheel(e), { passive: false });
    this.queue = new PreviewQueue(
      commands.dryRun,
      (answer) => {
        if (!this.drag) return;
        const { view } = surface;
        view.preview = previewOf(view.model, answer, view.words.t, view.words.language);
        this.keepUnderPointer(view.preview.ghosts);
        this.show();
      },
      (error) => {
        if (!this.drag) return;
        this.surface.view.preview = { ghosts: this.ownGhosts(), summary: error.message, tone: 'refused', pending: false };
        this.show();
      },
    );
  }

  get dragging(): boolean { return this.drag !== null; }

  /** Esc: nothing was written, everything looks as before. */
  cancel(): void {
    this.queue.cancel();
    this.drag = null;
    this.pan = null;
    this.surface.view.preview = null;
    this.surface.view.linkDrag = null;
    this.show();
  }

  private show(): void {
    this.surface.refresh();
    this.surface.events.changed();
  }

  private position(event: MouseEvent): [number, number] {
    const box = this.surface.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private rowAt(y: number): number {
    const { view } = this.surface;
    if (y < headerHeight) return -1;
    const row = Math.floor((y - headerHeight + view.scrollTop) / view.rowHeight);
    return row >= 0 && row < view.rows.count ? row : -1;
  }

  private hit(event: MouseEvent): { activity: number; zone: Zone; finishHalf: boolean } {
    const { view } = this.surface;
    const { model } = view;
    const [x, y] = this.position(event);
    const row = this.rowAt(y);
    if (row < 0) return { activity: -1, zone: 'none', finishHalf: false };
    const i = view.rows.activity[row]!;
    const milestone = isMilestone(model, i);
    const at = milestoneTime({ view }, i);
    const box = milestone ? barBox({ view }, row, at, at) : barBox({ view }, row, model.start[i]!, model.finish[i]!);
    const [x0, x1] = milestone ? [box.x0 - 8, box.x0 + 8] : [box.x0, box.x1];
    const finishHalf = x > (x0 + x1) / 2;
    if (isSummary(model, i)) return { activity: i, zone: 'none', finishHalf };
    let zone: Zone = 'none';
    if (x >= x0 - 15 && x < x0 - 3) zone = 'linkStart';
    else if (x > x1 + 3 && x <= x1 + 15) zone = 'linkFinish';
    else if (x >= x0 - 3 && x <= x1 + 3) zone = !milestone && x > x1 - Math.min(6, (x1 - x0) / 3) ? 'resize' : 'move';
    return { activity: i, zone, finishHalf };
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { surface } = this;
    const { view } = surface;
    const [x, y] = this.position(event);
    const hit = this.hit(event);
    surface.left.focus({ preventScroll: true });
    surface.canvas.setPointerCapture(event.pointerId);
    if (hit.activity >= 0 && (hit.zone !== 'none' || this.rowAt(y) >= 0)) {
      if (!view.selected.has(hit.activity)) view.selected = new Set(event.ctrlKey || event.metaKey ? [...view.selected, hit.activity] : [hit.activity]);
      view.active = hit.activity;
    }
    if (hit.zone === 'none' || !view.model.meta.can_edit || view.model.external[hit.activity]) {
      this.pan = { x: event.clientX, y: event.clientY, left: view.left, top: surface.scroller.scrollTop };
    } else {
      const group = hit.zone === 'move' && view.selected.has(hit.activity) ? [...view.selected].filter((i) => !isSummary(view.model, i)) : [hit.activity];
      this.drag = { zone: hit.zone, activity: hit.activity, x, y, minutes: 0, moved: false, group, target: -1, targetFinish: false };
    }
    this.show();
  }

  private move(event: PointerEvent): void {
    const [x, y] = this.position(event);
    if (this.pan) { this.panTo(event); return; }
    if (!this.drag) { this.hoverAt(event, x, y); return; }
    if (!this.drag.moved && Math.hypot(x - this.drag.x, y - this.drag.y) < 4) return;
    this.drag.moved = true;
    if (this.drag.zone === 'linkFinish' || this.drag.zone === 'linkStart') this.dragLink(event, x, y);
    else this.dragBar(x);
  }

  private panTo(event: PointerEvent): void {
    const { surface } = this;
    surface.view.left = this.pan!.left;
    surface.scroller.scrollTop = this.pan!.top - (event.clientY - this.pan!.y);
    surface.pan(this.pan!.x - event.clientX);
    surface.canvas.style.cursor = 'grabbing';
  }

  private hoverAt(event: PointerEvent, x: number, y: number): void {
    const { surface } = this;
    const { view } = surface;
    const hit = this.hit(event);
    const link = hit.zone === 'none' && y > headerHeight ? linkAt({ view, first: Math.max(0, this.rowAt(y) - 1), last: this.rowAt(y) + 2 }, x, y) : -1;
    const cursors: Record<Zone, string> = { move: 'grab', resize: 'ew-resize', linkFinish: 'crosshair', linkStart: 'crosshair', none: 'default' };
    surface.canvas.style.cursor = view.model.meta.can_edit || hit.zone === 'none' ? cursors[hit.zone] : 'default';
    if (view.hover === hit.activity && view.hoverLink === link) return;
    view.hover = hit.activity;
    view.hoverLink = link;
    surface.canvas.title = link >= 0 ? this.linkTitle(link) : '';
    surface.request();
  }

  private linkTitle(link: number): string {
    const { view } = this.surface;
    const { links, name, meta } = view.model;
    const lag = links.lag[link]! / meta.minutes_per_day;
    return `${name[links.from[link]!]} → ${name[links.to[link]!]}  ${linkTypes[links.type[link]!]!.toUpperCase()}${lag ? `${lag > 0 ? '+' : '−'}${Math.abs(Math.round(lag * 10) / 10)}${view.words.t('plan.dayShort')}` : ''}`;
  }

  private leave(): void {
    const { view } = this.surface;
    if (this.drag || view.hover < 0) return;
    view.hover = view.hoverLink = -1;
    this.surface.request();
  }

  private dragBar(x: number): void {
    const drag = this.drag!;
    const { view } = this.surface;
    const snap = snapMinutes(view.pixelsPerDay);
    const minutes = Math.round((((x - drag.x) / view.pixelsPerDay) * 1440) / snap) * snap;
    if (minutes === drag.minutes && view.preview) return;
    drag.minutes = minutes;
    view.preview = { ghosts: this.withOwn(view.preview?.ghosts), summary: view.preview?.summary || view.words.t('plan.preview.asking'), tone: 'plain', pending: true };
    const edits = this.edits();
    if (edits.length > 0) this.queue.request(edits);
    else { this.queue.cancel(); view.preview = { ghosts: this.ownGhosts(), summary: view.words.t('plan.preview.nothing'), tone: 'plain', pending: false }; }
    this.show();
  }

  /** The dragged bars where the pointer holds them; all others where the server says. */
  private ownGhosts(): Ghosts {
    const { model } = this.surface.view;
    const start = new Map<number, number>();
    const finish = new Map<number, number>();
    const drag = this.drag;
    if (!drag || drag.zone === 'linkFinish' || drag.zone === 'linkStart') return { start, finish };
    for (const i of drag.group) {
      start.set(i, model.start[i]! + (drag.zone === 'move' ? drag.minutes : 0));
      finish.set(i, Math.max(model.finish[i]! + drag.minutes, model.start[i]!));
    }
    return { start, finish };
  }

  private withOwn(ghosts: Ghosts | undefined): Ghosts {
    const own = this.ownGhosts();
    if (!ghosts) return own;
    return { start: new Map([...ghosts.start, ...own.start]), finish: new Map([...ghosts.finish, ...own.finish]) };
  }

  private keepUnderPointer(ghosts: Ghosts): void {
    // While the answer is for the present position its dates are the truth, also for the dragged bar.
    const own = this.ownGhosts();
    for (const [i, value] of own.start) if (!ghosts.start.has(i)) ghosts.start.set(i, value);
    for (const [i, value] of own.finish) if (!ghosts.finish.has(i)) ghosts.finish.set(i, value);
  }

  private edits(): PlanEdit[] {
    const drag = this.drag!;
    const { model } = this.surface.view;
    const id = (i: number) => model.id[i]!;
    if (drag.zone === 'move') return drag.minutes === 0 ? [] : drag.group.map((i) => ({ set: { activity: id(i), start: toPlanDate(model.start[i]! + drag.minutes) } }));
    if (drag.zone === 'resize') {
      const i = drag.activity;
      const calendar = model.calendars[model.calendar[i]!] ?? model.calendars[0];
      const delta = workingDelta(calendar, model.finish[i]!, model.finish[i]! + drag.minutes);
      return delta === 0 ? [] : [{ set: { activity: id(i), duration: Math.max(60, model.duration[i]! + delta) } }];
    }
    if (drag.target < 0) return [];
    const fromFinish = drag.zone === 'linkFinish';
    const type = fromFinish ? (drag.targetFinish ? 'ff' : 'fs') : drag.targetFinish ? 'sf' : 'ss';
    return [{ link: { from: id(drag.activity), to: id(drag.target), type, lag: 0 } }];
  }

  private dragLink(event: PointerEvent, x: number, y: number): void {
    const drag = this.drag!;
    const { view } = this.surface;
    const hit = this.hit(event);
    const target = hit.activity >= 0 && hit.activity !== drag.activity ? hit.activity : -1;
    if (target !== drag.target || hit.finishHalf !== drag.targetFinish) {
      drag.target = target;
      drag.targetFinish = hit.finishHalf;
      if (target >= 0) this.queue.request(this.edits());
      else { this.queue.cancel(); view.preview = null; }
    }
    view.linkDrag = { from: drag.activity, fromFinish: drag.zone === 'linkFinish', x, y, target, targetFinish: hit.finishHalf };
    this.show();
  }

  private async up(event: PointerEvent): Promise<void> {
    const { surface, drag } = this;
    if (this.pan) {
      const still = Math.hypot(event.clientX - this.pan.x, event.clientY - this.pan.y) < 4;
      this.pan = null;
      surface.canvas.style.cursor = 'default';
      if (still) this.show();
      return;
    }
    if (!drag) return;
    const edits = drag.moved ? this.edits() : [];
    this.queue.cancel();
    this.drag = null;
    surface.view.linkDrag = null;
    if (edits.length === 0) { surface.view.preview = null; this.show(); return; }
    // The ghosts stay until the answer is drawn, so that the bar never jumps back and forth.
    if (surface.view.preview) surface.view.preview.pending = true;
    this.show();
    await this.commands.commit(edits, { toast: true });
    surface.view.preview = null;
    this.show();
  }

  private wheel(event: WheelEvent): void {
    const { surface } = this;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      this.wheelTotal += event.deltaY;
      if (Math.abs(this.wheelTotal) < 40) return;
      const direction = this.wheelTotal < 0 ? 1 : -1;
      this.wheelTotal = 0;
      surface.setPixelsPerDay(nextZoom(surface.view.pixelsPerDay, direction), this.position(event)[0]);
      return;
    }
    const across = event.shiftKey ? event.deltaY : event.deltaX;
    if (across !== 0) { event.preventDefault(); surface.pan(across); }
  }
  private wheelTotal = 0;
}

