import { todayMinutes } from '../format/date';
import { columns, type Words } from './columns';
import { buildLinkIndex } from './linkIndex';
import type { PlanModel } from './model';
import { visibleRows } from './rows';
import type { View } from './state';

export function emptyView(model: PlanModel, words: Words): View {
  const collapsed = new Uint8Array(model.count);
  const rows = visibleRows(model, collapsed, null);
  const shown = columns.filter((c) => c.shown).map((c) => ({ ...c }));
  return {
    model, rows, linkIndex: buildLinkIndex(model.links, rows.rowOf, rows.count),
    columns: shown, words, collapsed, rowHeight: 28, scrollTop: 0, height: 0, pixelsPerDay: 18, left: 0,
    active: model.count > 0 ? 0 : -1, activeColumn: 1, selected: new Set(), matches: null, path: null, hover: -1, hoverLink: -1,
    preview: null, linkDrag: null, progress: null, flashed: new Map(),
    show: { baseline: true, links: true, float: true, critical: true, resources: true, idle: true }, now: todayMinutes(),
  };
}
