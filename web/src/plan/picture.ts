import { formatDay, todayMinutes } from '../format/date';
import { paint } from './paint';
import { headerHeight } from './state';
import type { Surface } from './surface';

const rowLimit = 400;

/** The timeline with its row names as one picture, as many rows as stay readable. */
export function savePicture(surface: Surface): void {
  const { view } = surface;
  const names = 320;
  const rows = Math.min(rowLimit, view.rows.count);
  const width = names + surface.canvasWidth;
  const height = headerHeight + rows * view.rowHeight;
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = height * 2;
  const ctx = canvas.getContext('2d')!;
  ctx.scale(2, 2);
  ctx.fillStyle = surface.palette.surface;
  ctx.fillRect(0, 0, width, height);
  const kept = { top: view.scrollTop, hover: view.hover, active: view.active, selected: view.selected };
  Object.assign(view, { scrollTop: rows < view.rows.count ? kept.top : 0, hover: -1, active: -1, selected: new Set() });
  const first = Math.floor(view.scrollTop / view.rowHeight);
  ctx.save();
  ctx.translate(names, 0);
  paint(ctx, view, surface.palette, surface.canvasWidth, height);
  ctx.restore();
  ctx.fillStyle = surface.palette.text1;
  ctx.textBaseline = 'middle';
  for (let k = 0; k < rows && first + k < view.rows.count; k++) {
    const i = view.rows.activity[first + k]!;
    ctx.font = `${view.model.end[i]! > i + 1 ? 600 : 400} 13px ${surface.palette.font}`;
    ctx.fillText(view.model.name[i]!, 8 + (view.model.level[i]! - 1) * 14, headerHeight + (k + 0.5) * view.rowHeight, names - 24);
  }
  ctx.font = `600 14px ${surface.palette.font}`;
  ctx.fillText(view.model.meta.name, 8, headerHeight / 2, names - 24);
  Object.assign(view, { scrollTop: kept.top, hover: kept.hover, active: kept.active, selected: kept.selected });
  canvas.toBlob((blob) => {
    if (!blob) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = `${view.model.meta.name} ${formatDay(todayMinutes())}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  });
}
