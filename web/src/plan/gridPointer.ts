import type { Commands } from './commands';
import type { CellEditor } from './editor';
import { isSummary } from './model';
import type { Surface } from './surface';

/** The pointer on the grid: select, fold, edit, column width; and the splitter between the halves. */
export function attachGridPointer(surface: Surface, editor: CellEditor, commands: Commands): void {
  const { grid, left, splitter } = surface;
  grid.body.addEventListener('pointerdown', (event) => select(surface, editor, event));
  grid.body.addEventListener('dblclick', (event) => { if (place(surface, event) && !editor.start()) commands.openDetails(surface.view.active); });
  // The full text of a clipped cell, looked for only where the pointer rests.
  grid.body.addEventListener('pointerover', (event) => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('.plan-cell');
    if (cell) cell.title = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? '') : '';
  });
  grid.head.addEventListener('pointermove', (event) => { grid.head.style.cursor = edgeColumn(surface, event) >= 0 ? 'col-resize' : ''; });
  grid.head.addEventListener('pointerdown', (event) => resizeColumn(surface, event));
  splitter.addEventListener('pointerdown', (event) => dragSplitter(surface, event));
  splitter.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowLeft' ? -24 : event.key === 'ArrowRight' ? 24 : 0;
    if (by === 0) return;
    event.preventDefault();
    surface.setSplit(left.offsetWidth + by);
  });
}

function place(surface: Surface, event: MouseEvent): { activity: number; column: number } | null {
  const target = event.target as HTMLElement;
  const rowElement = target.closest<HTMLElement>('.plan-row');
  if (!rowElement) return null;
  const cell = target.closest<HTMLElement>('[data-column]');
  const activity = surface.view.rows.activity[Number(rowElement.dataset['row'])];
  return activity === undefined ? null : { activity, column: Number(cell?.dataset['column'] ?? surface.view.activeColumn) };
}

function select(surface: Surface, editor: CellEditor, event: PointerEvent): void {
  if ((event.target as HTMLElement).closest('.plan-input, .plan-hint')) return;
  const { view } = surface;
  const at = place(surface, event);
  if (!at) return;
  event.preventDefault();
  if (!editor.open) surface.left.focus({ preventScroll: true });
  else (document.activeElement as HTMLElement | null)?.blur();
  if ((event.target as HTMLElement).closest('.plan-twisty') && isSummary(view.model, at.activity)) {
    surface.fold(at.activity, !view.collapsed[at.activity]);
    return;
  }
  if (event.shiftKey && view.active >= 0) {
    const [a, b] = [view.rows.rowOf[view.active]!, view.rows.rowOf[at.activity]!].sort((x, y) => x - y) as [number, number];
    view.selected = new Set(view.rows.activity.subarray(a, b + 1));
  } else if (event.ctrlKey || event.metaKey) {
    if (view.selected.has(at.activity)) view.selected.delete(at.activity);
    else view.selected.add(at.activity);
    view.active = at.activity;
  } else {
    view.selected = new Set([at.activity]);
    view.active = at.activity;
  }
  view.activeColumn = at.column;
  surface.refresh();
  surface.events.changed();
}

/** The column whose right edge is under the pointer, or −1. */
function edgeColumn(surface: Surface, event: PointerEvent): number {
  const x = event.clientX - surface.grid.head.getBoundingClientRect().left;
  let edge = 0;
  for (let k = 0; k < surface.view.columns.length; k++) {
    edge += surface.view.columns[k]!.width;
    if (Math.abs(x - edge) <= 4) return k;
  }
  return -1;
}

function resizeColumn(surface: Surface, event: PointerEvent): void {
  const k = edgeColumn(surface, event);
  if (k < 0) return;
  event.preventDefault();
  const column = surface.view.columns[k]!;
  const [x, width] = [event.clientX, column.width];
  follow(surface.grid.head, event.pointerId, (at) => {
    column.width = Math.max(40, width + at.clientX - x);
    surface.grid.rebuild();
    surface.refresh();
  });
}

function dragSplitter(surface: Surface, event: PointerEvent): void {
  event.preventDefault();
  const [x, width] = [event.clientX, surface.left.offsetWidth];
  follow(surface.splitter, event.pointerId, (at) => surface.setSplit(width + at.clientX - x));
}

function follow(target: HTMLElement, pointer: number, move: (event: PointerEvent) => void): void {
  target.setPointerCapture(pointer);
  const stop = () => {
    target.removeEventListener('pointermove', move);
    target.removeEventListener('pointerup', stop);
    target.removeEventListener('pointercancel', stop);
  };
  target.addEventListener('pointermove', move);
  target.addEventListener('pointerup', stop);
  target.addEventListener('pointercancel', stop);
}
