import type { PlanEdit } from '../api/types';
import { toPlanDate } from '../format/date';
import type { Commands } from './commands';
import { type CellEditor, moveActive } from './editor';
import { isMilestone, isSummary, pathOf } from './model';
import { indentEdits, insertEdit, moveDownEdits, moveUpEdits, outdentEdits, tops } from './outline';
import { nextZoom } from './scale';
import { headerHeight } from './state';
import type { Surface } from './surface';
import type { TimelinePointer } from './drag';

/** Everything the pointer can do has a key; `?` lists them from the same table the help dialog shows. */
export class PlanKeys {
  constructor(
    private readonly surface: Surface, private readonly commands: Commands,
    private readonly editor: CellEditor, private readonly pointer: TimelinePointer,
  ) {
    surface.left.addEventListener('keydown', (event) => { if (this.handle(event)) { event.preventDefault(); event.stopPropagation(); } });
  }

  private handle(event: KeyboardEvent): boolean {
    const ctrl = event.ctrlKey || event.metaKey;
    if (event.altKey) return this.withAlt(event);
    if (ctrl) return this.withControl(event);
    return this.navigation(event) || this.plain(event);
  }

  private withAlt(event: KeyboardEvent): boolean {
    const right = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (right !== 0) { void (event.shiftKey ? this.lengthen(right) : this.shift(right)); return true; }
    if (event.key === 'ArrowUp') { void this.send(this.forActive(moveUpEdits)); return true; }
    if (event.key === 'ArrowDown') { void this.send(this.forActive(moveDownEdits)); return true; }
    return false;
  }

  private withControl(event: KeyboardEvent): boolean {
    const { surface, commands } = this;
    switch (event.key.toLowerCase()) {
      case 'z': if (event.shiftKey) commands.redo(); else commands.undo(); return true;
      case 'y': commands.redo(); return true;
      case 'f': commands.focusFind(); return true;
      case ']': void this.send(this.forActive(indentEdits)); return true;
      case '[': void this.send(this.forActive(outdentEdits)); return true;
      case 'i': void this.insert(); return true;
      case 'home': this.jumpRow(0); return true;
      case 'end': this.jumpRow(surface.view.rows.count - 1); return true;
      case 'a': surface.view.selected = new Set(surface.view.rows.activity); this.changed(); return true;
      default: return false;
    }
  }

  private navigation(event: KeyboardEvent): boolean {
    const { surface } = this;
    const { view } = surface;
    const page = Math.max(1, Math.floor((view.height - headerHeight) / view.rowHeight) - 1);
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page }[event.key];
    if (step !== undefined) {
      const before = view.selected;
      moveActive(surface, step);
      if (event.shiftKey) view.selected = new Set([...before, view.active]);
      return true;
    }
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') { this.sideways(event.key === 'ArrowRight' ? 1 : -1); return true; }
    if (event.key === 'Home') { view.activeColumn = 0; this.changed(); return true; }
    if (event.key === 'End') { view.activeColumn = view.columns.length - 1; this.changed(); return true; }
    return false;
  }

  /** On the name: fold and unfold first, as a tree does; elsewhere from cell to cell. */
  private sideways(by: 1 | -1): void {
    const { surface } = this;
    const { view } = surface;
    const i = view.active;
    const onName = view.columns[view.activeColumn]?.key === 'name';
    if (onName && i >= 0 && isSummary(view.model, i) && (view.collapsed[i] === 1) === (by === 1)) {
      surface.fold(i, by === -1);
      return;
    }
    view.activeColumn = Math.max(0, Math.min(view.columns.length - 1, view.activeColumn + by));
    this.scrollCellIntoView();
    this.changed();
  }

  private scrollCellIntoView(): void {
    const { view, left } = this.surface;
    const x0 = view.columns.slice(0, view.activeColumn).reduce((sum, c) => sum + c.width, 0);
    const x1 = x0 + (view.columns[view.activeColumn]?.width ?? 0);
    if (x0 < left.scrollLeft) left.scrollLeft = x0;
    else if (x1 > left.scrollLeft + left.clientWidth) left.scrollLeft = x1 - left.clientWidth;
  }

  private plain(event: KeyboardEvent): boolean {
    const { surface, commands } = this;
    const { view } = surface;
    if (/^[1-9]$/.test(event.key)) { surface.foldToLevel(Number(event.key)); return true; }
    switch (event.key) {
      case 'Enter': case 'F2': if (!this.editor.start()) commands.openDetails(view.active); return true;
      case ' ': commands.openDetails(view.active); return true;
      case '+': case '=': surface.setPixelsPerDay(nextZoom(view.pixelsPerDay, 1)); return true;
      case '-': surface.setPixelsPerDay(nextZoom(view.pixelsPerDay, -1)); return true;
      case '0': surface.fit(); return true;
      case 'g': surface.reveal(view.active, true); return true;
      case 't': surface.goTo(view.now); return true;
      case 'h': view.path = view.path || view.active < 0 ? null : pathOf(view.model, view.active); this.changed(); return true;
      case 'w': if (view.active >= 0) commands.openWhy(view.active, view.columns[view.activeColumn]?.key ?? 'start'); return true;
      case 'Insert': void this.insert(); return true;
      case 'Delete': void this.remove(); return true;
      case '?': commands.openHelp(); return true;
      case 'Escape': return this.escape();
      default: return false;
    }
  }

  private escape(): boolean {
    const { view } = this.surface;
    if (this.pointer.dragging) this.pointer.cancel();
    else if (view.path) { view.path = null; this.changed(); }
    else if (view.selected.size > 1) { view.selected = new Set([view.active]); this.changed(); }
    else return this.commands.closePanel();
    return true;
  }

  private jumpRow(row: number): void {
    const { view } = this.surface;
    const present = view.active >= 0 ? view.rows.rowOf[view.active]! : 0;
    moveActive(this.surface, row - present);
  }

  private changed(): void {
    this.surface.refresh();
    this.surface.events.changed();
  }

  private forActive(make: (model: Surface['view']['model'], i: number) => PlanEdit[]): PlanEdit[] {
    const { view } = this.surface;
    return view.active < 0 || !view.model.meta.can_edit ? [] : make(view.model, view.active);
  }

  private async send(edits: PlanEdit[]): Promise<void> {
    if (edits.length > 0) await this.commands.commit(edits);
  }

  private targets(): number[] {
    const { view } = this.surface;
    if (!view.model.meta.can_edit) return [];
    const list = view.selected.size > 0 ? [...view.selected] : [view.active];
    return list.filter((i) => i >= 0 && !isSummary(view.model, i));
  }

  private async shift(days: number): Promise<void> {
    const { model } = this.surface.view;
    await this.send(this.targets().map((i) => ({ set: { activity: model.id[i]!, start: toPlanDate(model.start[i]! + days * 1440) } })));
  }

  private async lengthen(days: number): Promise<void> {
    const { model } = this.surface.view;
    const perDay = model.meta.minutes_per_day;
    await this.send(this.targets().filter((i) => !isMilestone(model, i)).map((i) => ({ set: { activity: model.id[i]!, duration: Math.max(perDay, model.duration[i]! + days * perDay) } })));
  }

  async insert(): Promise<void> {
    const { surface } = this;
    const { view } = surface;
    if (!view.model.meta.can_edit) return;
    const answer = await this.commands.commit([insertEdit(view.model, view.active, view.words.t('plan.newActivity'))]);
    const added = answer?.added?.['new1'];
    if (!added) return;
    const index = view.model.indexOf.get(added);
    if (index === undefined) return;
    view.active = index;
    view.selected = new Set([index]);
    view.activeColumn = Math.max(0, view.columns.findIndex((c) => c.key === 'name'));
    surface.reveal(index, false);
    this.editor.start();
  }

  async remove(): Promise<void> {
    const { view } = this.surface;
    if (!view.model.meta.can_edit) return;
    const list = tops(view.model, view.selected.size > 0 ? view.selected : [view.active]).filter((i) => i >= 0);
    if (list.length === 0 || !(await this.commands.confirmRemove(list))) return;
    await this.commands.commit(list.map((i) => ({ remove: { activity: view.model.id[i]! } })), { toast: true });
  }
}
