import type { QueryClient } from '@tanstack/react-query';
import { ApiError, call, post } from '../api/client';
import type { EditAnswer, PlanEdit } from '../api/types';
import { showToast } from '../ui/toast';
import { applyMoves } from './model';
import { summaryOf } from './preview';
import { applyStaffed } from './staff';
import type { Surface } from './surface';
import { planKey } from './usePlan';

const undoDepth = 50;

/** The write side of one open plan: dry runs, edits, undo, and the reading again behind them. */
export class PlanEditing {
  private undoStack: string[] = [];
  private redoStack: string[] = [];
  private rereadTimer = 0;
  /** Versions this client wrote: their own events need no flash. */
  readonly ownVersions = new Set<number>();

  constructor(private readonly client: QueryClient, readonly of: { project: string; scenario: string }, private readonly surface: () => Surface | null) {}

  get canUndo(): boolean { return this.undoStack.length > 0; }
  get canRedo(): boolean { return this.redoStack.length > 0; }

  private get version(): number { return this.surface()!.view.model.meta.version; }

  dryRun = (edits: PlanEdit[], signal: AbortSignal): Promise<EditAnswer> =>
    call<EditAnswer>('POST', `/projects/${this.of.project}/plan/edits`, { body: { version: this.version, edits }, query: { dry_run: 1, scenario: this.of.scenario }, signal });

  commit = (edits: PlanEdit[], options: { toast?: boolean; cell?: (error: ApiError) => void } = {}): Promise<EditAnswer | null> => this.inTurn(() => this.store(edits, options));
  undo = (): Promise<void> => this.inTurn(() => this.reverse(this.undoStack, this.redoStack, 'common.undone'));
  redo = (): Promise<void> => this.inTurn(() => this.reverse(this.redoStack, this.undoStack, 'common.redone'));

  /** One write after another: what is undone right after an edit is that edit, though it is still on its way. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.last.then(work);
    this.last = done.catch(() => undefined);
    return done;
  }
  private last: Promise<unknown> = Promise.resolve();

  private async store(edits: PlanEdit[], options: { toast?: boolean; cell?: (error: ApiError) => void }): Promise<EditAnswer | null> {
    const surface = this.surface();
    if (!surface) return null;
    const { view } = surface;
    try {
      const answer = await post<EditAnswer>(`/projects/${this.of.project}/plan/edits`, { version: this.version, edits }, { query: { scenario: this.of.scenario } });
      this.remember(answer.tx);
      this.ownVersions.add(answer.version);
      const structural = edits.some((edit) => !('set' in edit || 'assign' in edit || 'unassign' in edit));
      if (structural) await this.reread();
      else {
        applySets(surface, edits);
        const touched = applyMoves(view.model, answer);
        applyStaffed(view.model, answer.staffed ?? []);
        if (answer.moved_count > touched.length) await this.reread();
        else this.rereadSoon();
        surface.refresh();
        surface.events.changed();
      }
      if (options.toast) showToast(summaryOf(answer, view.words.t, view.words.language), answer.tx ? { action: { label: view.words.t('common.undo'), run: () => void this.undo() } } : {});
      return answer;
    } catch (error) {
      await this.refused(error, options.cell);
      return null;
    }
  }

  private async refused(error: unknown, cell?: (error: ApiError) => void): Promise<void> {
    const t = this.surface()?.view.words.t;
    if (!(error instanceof ApiError)) { showToast(String(error), { tone: 'error' }); return; }
    if (error.status === 412) {
      showToast(t?.('plan.stale') ?? error.message, { tone: 'error' });
      await this.reread();
      return;
    }
    if (cell) cell(error);
    else showToast(`${error.problem.errors?.[0]?.message ?? error.message}${error.problem.code ? ` (${error.problem.errors?.[0]?.code ?? error.problem.code})` : ''}`, { tone: 'error' });
  }

  private remember(tx: string | null | undefined): void {
    if (!tx) return;
    this.undoStack = [...this.undoStack.slice(1 - undoDepth), tx];
    this.redoStack = [];
  }

  /** Undoing an undo is what redo is: each is a compensating write of the server. */
  private async reverse(from: string[], to: string[], said: string): Promise<void> {
    const tx = from.pop();
    const t = this.surface()?.view.words.t;
    if (!tx) { showToast(t?.('common.nothingToUndo') ?? ''); return; }
    try {
      const answer = await post<{ tx: string }>(`/transactions/${tx}/undo`);
      to.push(answer.tx);
      await this.reread();
      showToast(t?.(said) ?? '');
    } catch (error) {
      // The server says why a step can no longer be taken back; the plan is read again in case it is ahead of us.
      showToast(error instanceof Error ? error.message : String(error), { tone: 'error' });
      await this.reread();
    }
  }

  rememberImport(tx: string | null): void { this.remember(tx); }

  /** Somebody else wrote: the first change is shown at once, those that follow closely together. */
  follow(): void {
    const pause = this.pause();
    if (Date.now() - this.followedAt < pause) { this.rereadSoon(); return; }
    this.followedAt = Date.now();
    void this.reread();
  }
  private followedAt = 0;

  async reread(): Promise<void> {
    clearTimeout(this.rereadTimer);
    await this.client.refetchQueries({ queryKey: planKey(this.of.project, this.of.scenario) });
    this.afterReread?.();
  }
  /** Hands the new model to the surface before the caller goes on, not with the next render. */
  afterReread: (() => void) | null = null;

  /** The answer of an edit holds dates and float; links, early and late dates come with the whole plan. */
  private rereadSoon(): void {
    clearTimeout(this.rereadTimer);
    this.rereadTimer = window.setTimeout(() => void this.client.invalidateQueries({ queryKey: planKey(this.of.project, this.of.scenario) }), this.pause());
  }
  private pause(): number { return (this.surface()?.view.model.count ?? 0) > 20_000 ? 2500 : 700; }

  dispose(): void { clearTimeout(this.rereadTimer); }
}

function applySets(surface: Surface, edits: PlanEdit[]): void {
  const { model } = surface.view;
  for (const edit of edits) {
    if (!('set' in edit)) continue;
    const i = model.indexOf.get(edit.set.activity);
    if (i === undefined) continue;
    if (typeof edit.set['name'] === 'string') model.name[i] = edit.set['name'];
    if (typeof edit.set['duration'] === 'number') model.duration[i] = edit.set['duration'];
    if (typeof edit.set['percent_complete'] === 'number') model.percent[i] = edit.set['percent_complete'];
    if (typeof edit.set['work'] === 'number') model.work[i] = edit.set['work'];
    if (typeof edit.set['priority'] === 'number') model.priority[i] = edit.set['priority'];
    if (typeof edit.set['levelling_delay'] === 'number') model.levellingDelay[i] = edit.set['levelling_delay'];
  }
}
