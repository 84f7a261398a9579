// Owns the two halves, the frame loop and the view. Gestures and keys live in their own files and speak to it.
import { Grid, element } from './grid';
import { buildLinkIndex } from './linkIndex';
import { Minimap } from './minimap';
import { spanOf, type PlanModel } from './model';
import { paint } from './paint';
import { readPalette, type Palette } from './palette';
import { collapsedToLevel, keepAncestors, visibleRows } from './rows';
import { minimumZoom, zoomSteps } from './scale';
import { headerHeight, timeAt, xOf, type View } from './state';

export interface SurfaceEvents {
  /** Selection, zoom, filter or preview changed: toolbars and panels read the view again. */
  changed: () => void;
  painted?: (milliseconds: number) => void;
}

export class Surface {
  readonly scroller = element('div', 'plan-scroll');
  readonly spacer = element('div', 'plan-spacer');
  readonly stick = element('div', 'plan-stick');
  readonly left = element('div', 'plan-left');
  readonly splitter = element('div', 'plan-splitter');
  readonly right = element('div', 'plan-right');
  readonly canvas = element('canvas', 'plan-canvas');
  readonly across = element('div', 'plan-across');
  private readonly acrossInner = element('div', 'plan-across-inner');
  readonly grid: Grid;
  readonly minimap: Minimap;
  palette: Palette;
  range: [number, number] = [0, 1];
  private context: CanvasRenderingContext2D;
  private width = 0;
  private wanted = 0;
  private dirty = true;
  private readonly observer: ResizeObserver;
  private expectedAcross = -1;

  constructor(readonly host: HTMLElement, readonly view: View, readonly events: SurfaceEvents) {
    this.left.setAttribute('role', 'treegrid');
    this.left.setAttribute('aria-label', view.words.t('plan.gridLabel'));
    this.left.setAttribute('aria-multiselectable', 'true');
    this.left.tabIndex = 0;
    this.splitter.setAttribute('role', 'separator');
    this.splitter.setAttribute('aria-orientation', 'vertical');
    this.splitter.setAttribute('aria-label', view.words.t('plan.splitter'));
    this.splitter.tabIndex = 0;
    this.canvas.setAttribute('aria-hidden', 'true');
    this.across.setAttribute('aria-hidden', 'true');
    this.across.tabIndex = -1;
    this.right.append(this.canvas);
    this.stick.append(this.left, this.splitter, this.right);
    this.spacer.append(this.stick);
    this.scroller.append(this.spacer);
    this.across.append(this.acrossInner);
    const foot = element('div', 'plan-foot');
    host.append(this.scroller, foot);
    this.context = this.canvas.getContext('2d', { alpha: false })!;
    this.palette = readPalette(host);
    this.grid = new Grid(this.left, view);
    this.minimap = new Minimap(this);
    foot.append(this.minimap.element, this.across);
    this.setSplit(Math.min(640, Math.max(200, host.clientWidth * 0.5)));
    this.scroller.addEventListener('scroll', () => this.request(), { passive: true });
    this.across.addEventListener('scroll', () => this.fromAcross(), { passive: true });
    this.left.addEventListener('scroll', () => this.request(), { passive: true });
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(this.scroller);
    this.observer.observe(this.right);
    this.observer.observe(this.left);
    this.resize();
  }

  destroy(): void {
    this.observer.disconnect();
    cancelAnimationFrame(this.wanted);
    this.host.replaceChildren();
  }

  /** A new plan, or the same one read again: what was folded stays folded, by id. */
  setModel(model: PlanModel, keepPlace: boolean): void {
    const { view } = this;
    const old = view.model;
    const collapsed = new Uint8Array(model.count);
    if (keepPlace) for (let i = 0; i < old.count; i++) if (view.collapsed[i]) { const k = model.indexOf.get(old.id[i]!); if (k !== undefined) collapsed[k] = 1; }
    const remap = (i: number) => (i >= 0 && i < old.count ? (model.indexOf.get(old.id[i]!) ?? -1) : -1);
    const active = keepPlace ? remap(view.active) : model.count > 0 ? 0 : -1;
    view.selected = new Set(keepPlace ? [...view.selected].map(remap).filter((i) => i >= 0) : []);
    view.model = model;
    view.collapsed = collapsed;
    view.active = active;
    view.path = null;
    view.hover = view.hoverLink = -1;
    view.preview = null;
    this.range = spanOf(model);
    this.relayout();
    if (!keepPlace) this.open();
  }

  /** Rows changed: folding, filter, new plan. */
  relayout(keep: Uint8Array | null = this.keep): void {
    const { view } = this;
    this.keep = keep;
    view.rows = visibleRows(view.model, view.collapsed, keep);
    view.linkIndex = buildLinkIndex(view.model.links, view.rows.rowOf, view.rows.count);
    if (view.active >= 0 && view.rows.rowOf[view.active]! < 0) view.active = this.nearestVisible(view.active);
    this.spacer.style.height = `${Math.max(headerHeight + view.rows.count * view.rowHeight + 40, this.scroller.clientHeight)}px`;
    this.minimap.invalidate();
    this.refresh();
  }
  private keep: Uint8Array | null = null;

  private nearestVisible(i: number): number {
    let k = i;
    while (k >= 0 && this.view.rows.rowOf[k]! < 0) k = this.view.model.parent[k]!;
    return k;
  }

  setFilter(match: Uint8Array | null, only: boolean): void {
    this.view.matches = match;
    this.relayout(match && only ? keepAncestors(this.view.model.parent, match) : null);
    if (match && only) this.showFirst(match);
    this.events.changed();
  }

  /** A filtered plan whose bars are all off screen would look empty. */
  private showFirst(match: Uint8Array): void {
    const { view } = this;
    const first = view.rows.activity.find((i) => match[i] === 1 && Number.isFinite(view.model.start[i]!));
    if (first !== undefined) this.revealTime(view.model.start[first]!, Math.min(view.model.finish[first]!, view.model.start[first]! + 1440));
  }

  foldToLevel(level: number): void {
    this.view.collapsed = collapsedToLevel(this.view.model, level);
    this.relayout();
    this.reveal(this.view.active, false);
    this.events.changed();
  }

  fold(i: number, folded: boolean): void {
    this.view.collapsed[i] = folded ? 1 : 0;
    this.relayout();
  }

  setPixelsPerDay(value: number, anchorX = this.width / 2): void {
    const { view } = this;
    const at = timeAt(view, anchorX);
    view.pixelsPerDay = Math.min(zoomSteps[0], Math.max(minimumZoom, value));
    view.left = at - (anchorX / view.pixelsPerDay) * 1440;
    this.layoutAcross();
    this.refresh();
    this.events.changed();
  }

  /** The first look: the whole project where its bars can be read, else weeks from where the first rows begin. */
  private open(): void {
    this.fit();
    const { view } = this;
    if (view.pixelsPerDay >= (view.rows.count <= 60 ? 1 : 3)) return;
    let first = Infinity;
    for (let row = 0; row < Math.min(30, view.rows.count); row++) first = Math.min(first, view.model.start[view.rows.activity[row]!]! || Infinity);
    this.setPixelsPerDay(7);
    if (Number.isFinite(first)) view.left = first - (24 / view.pixelsPerDay) * 1440;
    this.layoutAcross();
  }

  fit(): void {
    const { view } = this;
    const days = (this.range[1] - this.range[0]) / 1440;
    const room = Math.max(200, this.width - 140);
    view.pixelsPerDay = Math.min(44, Math.max(minimumZoom, room / days));
    view.left = this.range[0] - (24 / view.pixelsPerDay) * 1440;
    this.layoutAcross();
    this.refresh();
    this.events.changed();
  }

  /** Brings a row, and where asked its bar, on screen; unfolds what hides it. */
  reveal(i: number, withBar: boolean): void {
    const { view } = this;
    if (i < 0) return;
    let opened = false;
    for (let p = view.model.parent[i]!; p >= 0; p = view.model.parent[p]!) if (view.collapsed[p]) { view.collapsed[p] = 0; opened = true; }
    if (opened) this.relayout();
    const row = view.rows.rowOf[i]!;
    if (row < 0) return;
    const top = row * view.rowHeight;
    const room = view.height - headerHeight - view.rowHeight;
    const scroll = this.scroller.scrollTop;
    if (top < scroll) this.scroller.scrollTop = top;
    else if (top > scroll + room - 24) this.scroller.scrollTop = withBar && top > scroll + room * 2 ? top - room / 2 : top - room + 24;
    if (withBar) this.revealTime(view.model.start[i]!, view.model.finish[i]!);
    this.refresh();
  }

  private revealTime(start: number, finish: number): void {
    const { view } = this;
    if (!Number.isFinite(start)) return;
    const x0 = xOf(view, start);
    const x1 = xOf(view, finish);
    if (x0 >= 20 && x1 <= this.width - 60) return;
    view.left = start - (Math.min(120, this.width / 4) / view.pixelsPerDay) * 1440;
    this.layoutAcross();
  }

  goTo(minutes: number): void {
    this.view.left = minutes - (this.width / 3 / this.view.pixelsPerDay) * 1440;
    this.layoutAcross();
    this.refresh();
  }

  pan(pixels: number): void {
    this.view.left += (pixels / this.view.pixelsPerDay) * 1440;
    this.layoutAcross();
    this.refresh();
  }

  setRowHeight(height: number): void {
    const row = this.view.scrollTop / this.view.rowHeight;
    this.view.rowHeight = height;
    this.relayout();
    this.scroller.scrollTop = row * height;
  }

  setSplit(width: number): void {
    const bounded = Math.max(160, Math.min(width, Math.max(200, this.host.clientWidth - 160)));
    this.left.style.width = `${bounded}px`;
    // The status line stands under the grid and is as wide as it.
    this.host.parentElement?.style.setProperty('--split', `${bounded}px`);
    this.splitter.setAttribute('aria-valuenow', String(Math.round(bounded)));
    this.splitter.setAttribute('aria-valuemin', '160');
    this.splitter.setAttribute('aria-valuemax', String(Math.max(200, this.host.clientWidth - 160)));
  }

  rethemed(): void {
    this.palette = readPalette(this.host);
    this.minimap.invalidate();
    this.refresh();
  }

  /** Something other than the scroll position changed. */
  refresh(): void {
    this.dirty = true;
    this.request();
  }

  request(): void {
    if (this.wanted) return;
    this.wanted = requestAnimationFrame(() => { this.wanted = 0; this.frame(); });
  }

  get canvasWidth(): number { return this.width; }

  private frame(): void {
    const began = performance.now();
    const { view } = this;
    view.scrollTop = this.scroller.scrollTop;
    if (this.dirty) this.grid.touch();
    this.dirty = false;
    this.grid.paint();
    const ratio = window.devicePixelRatio || 1;
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(this.context, view, this.palette, this.width, view.height);
    this.minimap.paint();
    this.events.painted?.(performance.now() - began);
  }

  private resize(): void {
    const { view } = this;
    view.height = this.scroller.clientHeight;
    this.stick.style.height = `${view.height}px`;
    const width = this.right.clientWidth;
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(view.height * ratio)];
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
      this.canvas.style.width = `${width}px`;
      this.canvas.style.height = `${view.height}px`;
    }
    this.width = width;
    this.across.style.width = `${width}px`;
    this.minimap.resize(width);
    this.spacer.style.height = `${Math.max(headerHeight + view.rows.count * view.rowHeight + 40, view.height)}px`;
    this.layoutAcross();
    // A canvas is emptied by a resize: it is drawn in the same frame, or it would blink.
    this.dirty = true;
    if (width > 0) this.frame();
  }

  /** The native scroll bar under the timeline mirrors the window on time, and moves it. */
  private layoutAcross(): void {
    const { view } = this;
    const margin = (this.width * 0.5) / view.pixelsPerDay * 1440;
    const from = Math.min(this.range[0] - margin, view.left);
    const to = Math.max(this.range[1] + margin, timeAt(view, this.width));
    this.acrossFrom = from;
    this.acrossInner.style.width = `${Math.min(1.5e7, ((to - from) / 1440) * view.pixelsPerDay)}px`;
    this.expectedAcross = Math.round(((view.left - from) / 1440) * view.pixelsPerDay);
    this.across.scrollLeft = this.expectedAcross;
  }
  private acrossFrom = 0;

  private fromAcross(): void {
    if (Math.abs(this.across.scrollLeft - this.expectedAcross) < 2) return;
    this.expectedAcross = this.across.scrollLeft;
    this.view.left = this.acrossFrom + (this.across.scrollLeft / this.view.pixelsPerDay) * 1440;
    this.refresh();
  }
}
