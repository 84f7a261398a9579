import { element } from './grid';
import { isSummary } from './model';
import type { Surface } from './surface';
import { headerHeight, timeAt } from './state';

const height = 34;
/** More rows than this are sampled: the map has 44 pixels, not a hundred thousand. */
const sampled = 4000;

/** The whole project in a strip; the frame is what the timeline shows and can be dragged. */
export class Minimap {
  readonly element = element('canvas', 'plan-minimap');
  private picture: HTMLCanvasElement | null = null;
  private width = 0;
  private rebuild = 0;

  constructor(private readonly surface: Surface) {
    this.element.setAttribute('aria-hidden', 'true');
    this.element.addEventListener('pointerdown', (event) => this.drag(event));
  }

  resize(width: number): void {
    this.width = width;
    const ratio = window.devicePixelRatio || 1;
    this.element.width = Math.max(1, Math.round(width * ratio));
    this.element.height = Math.round(height * ratio);
    this.element.style.width = `${width}px`;
    this.element.style.height = `${height}px`;
    this.invalidate();
  }

  invalidate(): void {
    this.picture = null;
    clearTimeout(this.rebuild);
    // Not in the frame of the change: the rows come first, the map a moment later.
    this.rebuild = window.setTimeout(() => { this.draw(); this.surface.request(); }, 60);
  }

  private x(minutes: number): number {
    const [from, to] = this.surface.range;
    return 8 + ((minutes - from) / Math.max(1, to - from)) * (this.width - 16);
  }

  private draw(): void {
    const { view, palette } = this.surface;
    const ratio = window.devicePixelRatio || 1;
    const canvas = document.createElement('canvas');
    canvas.width = this.element.width;
    canvas.height = this.element.height;
    const ctx = canvas.getContext('2d')!;
    ctx.scale(ratio, ratio);
    ctx.fillStyle = palette.surface;
    ctx.fillRect(0, 0, this.width, height);
    const { model, rows } = view;
    const step = Math.max(1, Math.ceil(rows.count / sampled));
    const h = Math.max(1, Math.min(3, (height - 8) / Math.max(1, rows.count)));
    for (const pass of [0, 1]) {
      for (let row = 0; row < rows.count; row += step) {
        const i = rows.activity[row]!;
        const critical = model.critical[i] === 1 && view.show.critical;
        if (isSummary(model, i) || !Number.isFinite(model.start[i]!) || Number(critical) !== pass) continue;
        ctx.fillStyle = critical ? palette.criticalEdge : palette.float;
        const x0 = this.x(model.start[i]!);
        ctx.fillRect(x0, 4 + (row / Math.max(1, rows.count)) * (height - 8), Math.max(1.5, this.x(model.finish[i]!) - x0), h);
      }
    }
    const now = this.x(view.now);
    ctx.fillStyle = palette.today;
    if (now > 0 && now < this.width) ctx.fillRect(now, 0, 1, height);
    this.picture = canvas;
  }

  paint(): void {
    const { view, palette } = this.surface;
    const ctx = this.element.getContext('2d');
    if (!ctx || this.width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    if (this.picture) ctx.drawImage(this.picture, 0, 0);
    else { ctx.fillStyle = palette.surface; ctx.fillRect(0, 0, this.element.width, this.element.height); }
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const x0 = Math.max(1, this.x(view.left));
    const x1 = Math.min(this.width - 1, this.x(timeAt(view, this.width)));
    const share = (view.height - headerHeight) / Math.max(1, view.rows.count * view.rowHeight);
    const y0 = 2 + (view.scrollTop / Math.max(1, view.rows.count * view.rowHeight)) * (height - 4);
    const h = Math.max(6, Math.min(height - 4, share * (height - 4)));
    ctx.fillStyle = palette.ghostFill;
    ctx.fillRect(x0, Math.min(y0, height - 2 - h), Math.max(4, x1 - x0), h);
    ctx.strokeStyle = palette.ghost;
    ctx.lineWidth = 1;
    ctx.strokeRect(x0 + 0.5, Math.min(y0, height - 2 - h) + 0.5, Math.max(4, x1 - x0) - 1, h - 1);
  }

  private drag(event: PointerEvent): void {
    const move = (at: PointerEvent) => {
      const { surface } = this;
      const { view } = surface;
      const box = this.element.getBoundingClientRect();
      const [from, to] = surface.range;
      const minutes = from + ((at.clientX - box.left - 8) / Math.max(1, this.width - 16)) * (to - from);
      view.left = minutes - (surface.canvasWidth / 2 / view.pixelsPerDay) * 1440;
      const share = (at.clientY - box.top) / height;
      surface.scroller.scrollTop = share * view.rows.count * view.rowHeight - (view.height - headerHeight) / 2;
      surface.pan(0);
    };
    this.element.setPointerCapture(event.pointerId);
    move(event);
    const stop = () => { this.element.removeEventListener('pointermove', move); this.element.removeEventListener('pointerup', stop); this.element.removeEventListener('pointercancel', stop); };
    this.element.addEventListener('pointermove', move);
    this.element.addEventListener('pointerup', stop);
    this.element.addEventListener('pointercancel', stop);
  }
}
