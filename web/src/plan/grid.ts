// The left half: a treegrid whose few dozen row elements are used again and again. Rows are filled by hand
// instead of by the component tree, because a scroll must cost less than a frame at any size of plan.
import { formatDay } from '../format/date';
import { barInWords, isEditable, type Column } from './columns';
import { isSummary } from './model';
import { rowWindow } from './rows';
import { headerHeight, type View } from './state';

interface RowElement { root: HTMLDivElement; cells: HTMLDivElement[]; twisty: HTMLSpanElement; label: HTMLSpanElement; words: HTMLDivElement; row: number; stamp: number }

const svgNamespace = 'http://www.w3.org/2000/svg';

export class Grid {
  readonly head = element('div', 'plan-head');
  readonly body = element('div', 'plan-body');
  private pool: RowElement[] = [];
  /** Raised when something other than the scroll position changed: every row is filled again. */
  private stamp = 0;
  private base = 0;
  /** Columns that begin inside the pane; those beyond its right edge are neither filled nor laid out. */
  private shown = 0;

  constructor(readonly host: HTMLElement, private readonly view: View) {
    this.head.setAttribute('role', 'rowgroup');
    this.body.setAttribute('role', 'rowgroup');
    host.append(this.head, this.body);
    this.rebuild();
  }

  /** After a change of columns, language or density. */
  rebuild(): void {
    const { columns, words } = this.view;
    const row = element('div', 'plan-head-row');
    row.setAttribute('role', 'row');
    row.setAttribute('aria-rowindex', '1');
    columns.forEach((column, k) => {
      const cell = element('div', `plan-head-cell plan-to-${column.align}`);
      cell.setAttribute('role', 'columnheader');
      cell.setAttribute('aria-colindex', String(k + 1));
      cell.style.width = `${column.width}px`;
      cell.textContent = words.t(`plan.column.${column.key}`);
      cell.title = cell.textContent;
      cell.dataset['column'] = String(k);
      row.append(cell);
    });
    const bar = element('div', 'visually-hidden');
    bar.setAttribute('role', 'columnheader');
    bar.setAttribute('aria-colindex', String(columns.length + 1));
    bar.textContent = words.t('plan.column.bar');
    row.append(bar);
    this.head.replaceChildren(row);
    this.head.style.height = `${headerHeight}px`;
    const width = columns.reduce((sum, c) => sum + c.width, 0);
    this.head.style.width = this.body.style.width = `${width}px`;
    this.host.setAttribute('aria-colcount', String(columns.length + 1));
    this.pool.forEach((r) => r.root.remove());
    this.pool = [];
    this.touch();
  }

  touch(): void { this.stamp++; }

  paint(): void {
    const { view } = this;
    this.countShown();
    const bodyHeight = view.height - headerHeight;
    const { first, last } = rowWindow(view.scrollTop, bodyHeight, view.rowHeight, view.rows.count);
    const size = Math.ceil(bodyHeight / view.rowHeight) + 6;
    while (this.pool.length < size) this.pool.push(this.makeRow());
    while (this.pool.length > size + 4) this.pool.pop()!.root.remove();
    // Rows sit near the origin of a container that is shifted, because positions of millions of pixels lose precision.
    this.body.style.setProperty('--row', `${view.rowHeight}px`);
    const base = Math.floor(first / 64) * 64;
    if (base !== this.base) { this.base = base; this.stamp++; }
    this.body.style.transform = `translateY(${base * view.rowHeight - view.scrollTop}px)`;
    const used = new Set<number>();
    for (let row = first; row < last; row++) {
      const slot = row % this.pool.length;
      used.add(slot);
      const element = this.pool[slot]!;
      if (element.row !== row || element.stamp !== this.stamp) this.fill(element, row);
    }
    for (let slot = 0; slot < this.pool.length; slot++) {
      const element = this.pool[slot]!;
      if (!used.has(slot) && element.row >= 0) { element.row = -1; element.root.hidden = true; }
    }
    set(this.host, 'aria-rowcount', String(view.rows.count + 1));
    const active = view.active >= 0 ? view.rows.rowOf[view.active]! : -1;
    set(this.host, 'aria-activedescendant', active >= first && active < last ? this.cellId(active, view.activeColumn) : null);
  }

  private countShown(): void {
    const edge = this.host.scrollLeft + this.host.clientWidth;
    let shown = 0;
    for (let x = 0; shown < this.view.columns.length && x < edge; shown++) x += this.view.columns[shown]!.width;
    if (shown === this.shown) return;
    this.shown = shown;
    this.stamp++;
  }

  cellId(row: number, column: number): string { return `plan-cell-${row % Math.max(1, this.pool.length)}-${column}`; }

  cell(row: number, column: number): HTMLElement | null {
    const element = this.pool[row % Math.max(1, this.pool.length)];
    return element && element.row === row ? (element.cells[column] ?? null) : null;
  }

  private makeRow(): RowElement {
    const slot = this.pool.length;
    const root = element('div', 'plan-row');
    root.setAttribute('role', 'row');
    root.hidden = true;
    const twisty = element('span', 'plan-twisty');
    twisty.setAttribute('aria-hidden', 'true');
    const arrow = document.createElementNS(svgNamespace, 'svg');
    arrow.setAttribute('viewBox', '0 0 16 16');
    const path = document.createElementNS(svgNamespace, 'path');
    path.setAttribute('d', 'M5.5 3.5 10.5 8l-5 4.5z');
    arrow.append(path);
    twisty.append(arrow);
    const label = element('span', 'plan-label');
    const cells = this.view.columns.map((column, k) => {
      const cell = element('div', `plan-cell plan-to-${column.align} plan-col-${column.key}`);
      cell.setAttribute('role', column.key === 'name' ? 'rowheader' : 'gridcell');
      cell.setAttribute('aria-colindex', String(k + 1));
      cell.id = `plan-cell-${slot}-${k}`;
      cell.style.width = `${column.width}px`;
      cell.dataset['column'] = String(k);
      if (column.key === 'name') cell.append(twisty, label);
      root.append(cell);
      return cell;
    });
    const words = element('div', 'visually-hidden');
    words.setAttribute('role', 'gridcell');
    words.setAttribute('aria-colindex', String(cells.length + 1));
    root.append(words);
    this.body.append(root);
    return { root, cells, twisty, label, words, row: -1, stamp: -1 };
  }

  private fill(target: RowElement, row: number): void {
    const { view } = this;
    const { model } = view;
    const i = view.rows.activity[row]!;
    target.row = row;
    target.stamp = this.stamp;
    const { root } = target;
    if (root.hidden) root.hidden = false;
    root.style.top = `${(row - this.base) * view.rowHeight}px`;
    root.dataset['row'] = String(row);
    root.setAttribute('aria-rowindex', String(row + 2));
    const summary = isSummary(model, i);
    set(root, 'aria-level', String(model.level[i]!));
    set(root, 'aria-expanded', summary ? String(!view.collapsed[i]) : null);
    set(root, 'aria-selected', String(view.selected.has(i)));
    const classes = classesOf(view, i, summary);
    if (root.className !== classes) root.className = classes;
    for (let k = 0; k < target.cells.length; k++) {
      const cell = target.cells[k]!;
      if (cell.hidden !== k >= this.shown) cell.hidden = k >= this.shown;
      if (k < this.shown) this.fillCell(target, view.columns[k]!, k, i);
    }
    target.words.textContent = barInWords(model, i, view.words);
  }

  private fillCell(target: RowElement, column: Column, k: number, i: number): void {
    const { view } = this;
    const cell = target.cells[k]!;
    const active = i === view.active && k === view.activeColumn;
    if (cell.classList.contains('plan-active') !== active) cell.classList.toggle('plan-active', active);
    if (column.key === 'name') {
      target.label.textContent = view.model.name[i]!;
      const indent = `${6 + (view.model.level[i]! - 1) * 16}px`;
      if (cell.style.paddingLeft !== indent) cell.style.paddingLeft = indent;
      return;
    }
    const ghost = column.key === 'start' ? view.preview?.ghosts.start.get(i) : column.key === 'finish' ? view.preview?.ghosts.finish.get(i) : undefined;
    const text = ghost === undefined ? column.text(view.model, i, view.words) : formatDay(ghost);
    if (cell.textContent !== text) cell.textContent = text;
    if (ghost !== undefined || cell.classList.contains('plan-ghost')) cell.classList.toggle('plan-ghost', ghost !== undefined && text !== column.text(view.model, i, view.words));
    set(cell, 'aria-readonly', String(!isEditable(column, view.model, i)));
    if (column.key === 'total_float') cell.classList.toggle('plan-negative', view.model.totalFloat[i]! < 0);
    if (column.key === 'variance') cell.classList.toggle('plan-negative', text.startsWith('+'));
  }
}

/** Writing an attribute costs style work even when the value is the same. */
function set(element: HTMLElement, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

function classesOf(view: View, i: number, summary: boolean): string {
  let classes = 'plan-row';
  if (summary) classes += view.collapsed[i] ? ' plan-summary plan-folded' : ' plan-summary plan-open';
  if (view.selected.has(i) || i === view.active) classes += ' plan-selected';
  if (view.matches?.[i]) classes += ' plan-match';
  if (view.path && !view.path[i]) classes += ' plan-dim';
  if (view.flashed.has(i)) classes += ' plan-flash';
  if (view.model.critical[i] && view.show.critical) classes += ' plan-critical';
  if (view.model.external[i]) classes += ' plan-external';
  return classes;
}

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
