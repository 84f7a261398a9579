import { isEditable, type Column } from './columns';
import type { Commands } from './commands';
import { element } from './grid';
import type { Surface } from './surface';

/** The one input of the grid: it is laid over the active cell and taken away again. */
export class CellEditor {
  private input: HTMLInputElement | null = null;
  private hint: HTMLElement | null = null;
  private place: { activity: number; column: number } | null = null;

  constructor(private readonly surface: Surface, private readonly commands: Commands) {}

  get open(): boolean { return this.input !== null; }

  start(): boolean {
    const { surface } = this;
    const { view } = surface;
    const column = view.columns[view.activeColumn];
    const i = view.active;
    if (!column || i < 0 || !isEditable(column, view.model, i)) return false;
    surface.reveal(i, false);
    requestAnimationFrame(() => requestAnimationFrame(() => this.show(column, i, view.activeColumn)));
    return true;
  }

  private show(column: Column, i: number, k: number): void {
    const { surface } = this;
    const { view } = surface;
    const cell = surface.grid.cell(view.rows.rowOf[i]!, k);
    if (!cell || this.input) return;
    const input = element('input', `plan-input plan-to-${column.align}`);
    input.value = (column.editText ?? column.text)(view.model, i, view.words);
    input.setAttribute('aria-label', `${view.words.t(`plan.column.${column.key}`)}: ${view.model.name[i]}`);
    input.autocomplete = 'off';
    input.spellcheck = false;
    const left = cell.offsetLeft;
    const top = (cell.parentElement as HTMLElement).offsetTop;
    input.style.left = `${left}px`;
    input.style.top = `${top}px`;
    input.style.width = `${Math.max(cell.offsetWidth, 96)}px`;
    input.style.height = `${view.rowHeight}px`;
    if (column.key === 'name') input.style.paddingLeft = cell.style.paddingLeft;
    surface.grid.body.append(input);
    this.input = input;
    this.place = { activity: i, column: k };
    input.addEventListener('keydown', (event) => this.key(event));
    input.addEventListener('blur', () => void this.finish(0, 0));
    input.focus({ preventScroll: true });
    input.select();
  }

  private key(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === 'Escape') { this.close(); this.surface.left.focus({ preventScroll: true }); }
    else if (event.key === 'Enter') void this.finish(event.shiftKey ? -1 : 1, 0);
    else if (event.key === 'Tab') { event.preventDefault(); void this.finish(0, event.shiftKey ? -1 : 1); }
  }

  /** Reads the text; an unreadable or refused one keeps the input open with the sentence beside it. */
  private async finish(down: number, across: number): Promise<void> {
    const { input, place, surface } = this;
    if (!input || !place || input.readOnly) return;
    const { view } = surface;
    const column = view.columns[place.column]!;
    const before = (column.editText ?? column.text)(view.model, place.activity, view.words);
    if (input.value !== before) {
      const read = column.read!(view.model, place.activity, input.value);
      if ('unreadable' in read) { this.refuse(view.words.t(read.unreadable)); return; }
      if (read.edits.length > 0) {
        input.readOnly = true;
        input.classList.add('plan-pending');
        // While the server takes its time, keys are the grid's again; a refusal calls them back.
        surface.left.focus({ preventScroll: true });
        const answer = await this.commands.commit(read.edits, { cell: (error) => this.refuse(error.messagesOf(column.key)[0] ?? error.message) });
        if (!answer) { input.readOnly = false; input.classList.remove('plan-pending'); return; }
      }
    }
    if (this.input !== input) return;
    this.close();
    this.surface.left.focus({ preventScroll: true });
    if (down !== 0) moveActive(surface, down);
    if (across !== 0) { nextEditable(surface, across); this.start(); }
    surface.events.changed();
  }

  private refuse(sentence: string): void {
    if (!this.input) return;
    this.hint?.remove();
    const hint = element('div', 'plan-hint');
    hint.setAttribute('role', 'alert');
    hint.textContent = sentence;
    hint.style.left = this.input.style.left;
    hint.style.top = `${parseFloat(this.input.style.top) + this.surface.view.rowHeight + 2}px`;
    this.input.after(hint);
    this.hint = hint;
    this.input.setAttribute('aria-invalid', 'true');
    this.input.classList.add('plan-invalid');
    this.input.focus({ preventScroll: true });
  }

  close(): void {
    const { input, hint } = this;
    this.input = this.hint = null;
    this.place = null;
    hint?.remove();
    input?.remove();
  }
}

export function moveActive(surface: Surface, by: number): void {
  const { view } = surface;
  if (view.rows.count === 0) return;
  const row = view.active >= 0 ? view.rows.rowOf[view.active]! : 0;
  const next = Math.max(0, Math.min(view.rows.count - 1, row + by));
  view.active = view.rows.activity[next]!;
  view.selected = new Set([view.active]);
  surface.reveal(view.active, false);
  surface.events.changed();
}

function nextEditable(surface: Surface, by: number): void {
  const { view } = surface;
  for (let k = view.activeColumn + by; k >= 0 && k < view.columns.length; k += by) {
    if (isEditable(view.columns[k]!, view.model, view.active)) { view.activeColumn = k; surface.refresh(); return; }
  }
}
