import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { onChange } from '../api/live';
import { Failed, Skeleton } from '../ui/parts';
import { useBaseline } from './baseline';
import { CellEditor } from './editor';
import { columns as allColumns } from './columns';
import type { Commands } from './commands';
import { CompressionPanel } from './CompressionPanel';
import { ConfirmRemove, HelpDialog } from './dialogs';
import { DetailsPanel } from './DetailsPanel';
import { TimelinePointer } from './drag';
import { PlanEditing } from './editing';
import { EmptyPlan, useImport } from './ImportFile';
import { LevellingPanel } from './LevellingPanel';
import { matchActivities, quickFilters, type QuickFilter } from './filter';
import { attachGridPointer } from './gridPointer';
import { PlanKeys } from './keys';
import { finishVariance, type PlanModel } from './model';
import { emptyView } from './newView';
import { PlanStatus } from './PlanStatus';
import { useProgressLine } from './progressLine';
import { QualityPanel } from './QualityPanel';
import { ScenarioBar } from './ScenarioMenu';
import { useOffenders } from './quality';
import { Surface } from './surface';
import { PlanToolbar } from './Toolbar';
import { planKey, usePlan } from './usePlan';
import { WhyPanel } from './WhyPanel';
import './plan.css';

export interface PlanSearch { q?: string | undefined; only?: boolean | undefined; quick?: string | undefined; cols?: string | undefined; panel?: string | undefined; z?: number | undefined; at?: string | undefined; net?: string | undefined; branch?: string | undefined; front?: boolean | undefined; base?: number | undefined; scenario?: string | undefined; mark?: string | undefined }
export type Panel = { kind: 'details' | 'quality' | 'compress' | 'levelling' } | { kind: 'why'; field: string } | null;

export interface Screen { surface: Surface; keys: PlanKeys; editing: PlanEditing; editor: CellEditor; pointer: TimelinePointer }

const NetworkView = lazy(() => import('./network/NetworkView'));

const readPanel = (text: string | undefined): Panel => (!text ? null : text.startsWith('why') ? { kind: 'why', field: text.split('.')[1] ?? 'start' } : { kind: text === 'quality' || text === 'compress' || text === 'levelling' ? text : 'details' });

export default function PlanScreen({ project }: { project: string }) {
  const search = useSearch({ strict: false }) as PlanSearch;
  const plan = usePlan(project, search.scenario);
  const importing = useImport(project);
  const setSearch = useSetSearch();
  if (plan.isError && !plan.data && plan.error instanceof ApiError && plan.error.problem.code === 'plan.none') return <>{!importing.busy && <EmptyPlan project={project} choose={importing.choose} model={undefined} />}{importing.view}</>;
  if (plan.isError && !plan.data) return <Failed error={plan.error} retry={() => void plan.refetch()} />;
  if (!plan.data) return <Skeleton rows={14} />;
  if (search.net && plan.data.count > 0) return <Suspense fallback={<Skeleton rows={14} />}><NetworkView project={project} model={plan.data} search={search} setSearch={setSearch} /></Suspense>;
  return (
    <>
      {plan.data.count === 0 && !importing.busy ? <EmptyPlan project={project} choose={importing.choose} model={plan.data} /> : <PlanBody project={project} model={plan.data} choose={importing.choose} />}
      {importing.view}
    </>
  );
}

function useSetSearch(): (change: Partial<PlanSearch>) => void {
  const navigate = useNavigate();
  return useCallback((change: Partial<PlanSearch>) => {
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, ...change }), replace: true } as never);
  }, [navigate]);
}

function PlanBody({ project, model, choose }: { project: string; model: PlanModel; choose: () => void }) {
  const { t, i18n } = useTranslation();
  const search = useSearch({ strict: false }) as PlanSearch;
  const [, bump] = useReducer((n: number) => n + 1, 0);
  const host = useRef<HTMLDivElement>(null);
  const [screen, setScreen] = useState<Screen | null>(null);
  const [help, setHelp] = useState(false);
  const [removing, setRemoving] = useState<{ list: number[]; answer: (yes: boolean) => void } | null>(null);
  const find = useRef<HTMLInputElement>(null);
  const panel = readPanel(search.panel);
  const setSearch = useSetSearch();
  const latest = useRef({ model, setSearch, panel });
  latest.current = { model, setSearch, panel };
  const commands = useCommands(latest, find, setHelp, setRemoving);
  const scenario = search.scenario ?? '';
  useSurface({ host, project, scenario, model, language: i18n.language, commands, bump, setScreen });
  useModelHandover(screen, model, planKey(project, scenario));
  const marked = useOffenders(project, model, search.mark);
  useUrlState(screen, search, model, setSearch, marked);
  useBaseline(screen, project, model, search.base);
  useProgressLine(screen, project, model, search.front ?? false);
  return (
    <div className="plan-page">
      {scenario && <ScenarioBar project={project} search={search} setSearch={setSearch} canEdit={model.meta.can_edit} planChanged={() => void screen?.editing.reread()} />}
      {screen && <PlanToolbar screen={screen} project={project} search={search} setSearch={setSearch} find={find} choose={choose} openHelp={() => setHelp(true)} />}
      <div className="plan-main">
        <div className="plan-surface" ref={host} />
        {screen && <PlanStatus screen={screen} />}
        {screen && panel?.kind === 'details' && <DetailsPanel screen={screen} close={() => setSearch({ panel: undefined })} openWhy={(field) => setSearch({ panel: `why.${field}` })} />}
        {screen && panel?.kind === 'why' && <WhyPanel screen={screen} field={panel.field} setField={(field) => setSearch({ panel: `why.${field}` })} close={() => setSearch({ panel: undefined })} />}
        {screen && panel?.kind === 'quality' && <QualityPanel screen={screen} project={project} search={search} setSearch={setSearch} close={() => setSearch({ panel: undefined })} />}
        {screen && panel?.kind === 'levelling' && <LevellingPanel screen={screen} project={project} close={() => setSearch({ panel: undefined })} />}
        {screen && panel?.kind === 'compress' && <CompressionPanel screen={screen} project={project} close={() => setSearch({ panel: undefined })} />}
      </div>
      {help && <HelpDialog close={() => { setHelp(false); screen?.surface.left.focus(); }} />}
      {removing && screen && <ConfirmRemove names={removing.list.map((i) => model.name[i] ?? '')} answer={(yes) => { removing.answer(yes); setRemoving(null); screen.surface.left.focus(); }} />}
      <span className="visually-hidden" role="status">{screen?.surface.view.preview?.pending === false ? screen.surface.view.preview.summary : ''}</span>
      <span className="visually-hidden">{t('plan.keyboardHint')}</span>
    </div>
  );
}

type Latest = { current: { model: PlanModel; setSearch: (change: Partial<PlanSearch>) => void; panel: Panel } };

/** Stable functions for the gestures; what they need that changes is read through `latest`. */
function useCommands(latest: Latest, find: { current: HTMLInputElement | null }, setHelp: (open: boolean) => void, setRemoving: (state: { list: number[]; answer: (yes: boolean) => void }) => void) {
  return useMemo((): Omit<Commands, 'dryRun' | 'commit' | 'undo' | 'redo'> => ({
    openDetails: () => latest.current.setSearch({ panel: 'details' }),
    openWhy: (_i, field) => latest.current.setSearch({ panel: `why.${['start', 'finish', 'total_float', 'critical'].includes(field) ? field : 'start'}` }),
    openHelp: () => setHelp(true),
    focusFind: () => { find.current?.focus(); find.current?.select(); },
    closePanel: () => { if (!latest.current.panel) return false; latest.current.setSearch({ panel: undefined }); return true; },
    confirmRemove: (list) => new Promise((answer) => setRemoving({ list, answer })),
  }), [latest, find, setHelp, setRemoving]);
}

interface SurfaceInput {
  host: { current: HTMLDivElement | null }; project: string; scenario: string; model: PlanModel; language: string;
  commands: Omit<Commands, 'dryRun' | 'commit' | 'undo' | 'redo'>; bump: () => void; setScreen: (screen: Screen | null) => void;
}

function useSurface({ host, project, scenario, model, language, commands, bump, setScreen }: SurfaceInput): void {
  const client = useQueryClient();
  const { t } = useTranslation();
  useEffect(() => {
    const place = host.current;
    if (!place) return;
    let frame = 0;
    let first = true;
    const changed = () => { if (!frame) frame = requestAnimationFrame(() => { frame = 0; bump(); }); };
    const painted = () => { if (first) { first = false; performance.mark('plan.painted'); performance.measure('plan.firstPaint', 'plan.data', 'plan.painted'); } };
    const surface = new Surface(place, emptyView(model, { t, language }), { changed, painted });
    const editing = new PlanEditing(client, { project, scenario }, () => surface);
    const all: Commands = { ...commands, dryRun: editing.dryRun, commit: editing.commit, undo: () => void editing.undo(), redo: () => void editing.redo() };
    const pointer = new TimelinePointer(surface, all);
    const editor = new CellEditor(surface, all);
    const keys = new PlanKeys(surface, all, editor, pointer);
    attachGridPointer(surface, editor, all);
    surface.setModel(model, false);
    const themes = new MutationObserver(() => surface.rethemed());
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    const unlisten = onChange((change) => {
      const mine = scenario ? change.record === 'scenario' && change.id === scenario : change.record === 'plan' && change.project === project;
      if (mine && !editing.ownVersions.has(change.version ?? -1) && (change.version ?? Infinity) > surface.view.model.meta.version) editing.follow();
    });
    setScreen({ surface, keys, editing, editor, pointer });
    return () => { unlisten(); themes.disconnect(); editing.dispose(); surface.destroy(); cancelAnimationFrame(frame); setScreen(null); };
    // The surface lives as long as the plan and the language; a new model is handed over below.
  }, [project, scenario, language]);
}

/** A plan that was read again waits until nobody drags or types, then takes the place of the old one. */
function useModelHandover(screen: Screen | null, model: PlanModel, key: string[]): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!screen) return;
    let timer = 0;
    const hand = (next: PlanModel) => {
      const { view } = screen.surface;
      if (next === view.model) return;
      if (screen.pointer.dragging || screen.editor.open) { timer = window.setTimeout(() => hand(next), 300); return; }
      const flashed = screen.editing.ownVersions.has(next.meta.version) ? new Map<number, number>() : changedRows(view.model, next);
      screen.surface.setModel(next, true);
      view.flashed = flashed;
      screen.surface.refresh();
      screen.surface.events.changed();
      if (flashed.size > 0) window.setTimeout(() => { view.flashed = new Map(); screen.surface.refresh(); }, 4000);
    };
    hand(model);
    screen.editing.afterReread = () => {
      const next = client.getQueryData<PlanModel>(key);
      if (next && !screen.pointer.dragging) { if (screen.editor.open) screen.editor.close(); hand(next); }
    };
    return () => clearTimeout(timer);
  }, [screen, model, client, key.join()]);
}

/** Rows somebody else changed: a left edge mark, no motion. */
function changedRows(before: PlanModel, after: PlanModel): Map<number, number> {
  const out = new Map<number, number>();
  for (let i = 0; i < after.count; i++) {
    const k = before.indexOf.get(after.id[i]!);
    if (k === undefined || before.start[k] !== after.start[i] || before.finish[k] !== after.finish[i] || before.name[k] !== after.name[i] || before.percent[k] !== after.percent[i] || before.resources[k] !== after.resources[i]) out.set(i, 1);
  }
  return out.size > after.count / 2 ? new Map() : out;
}

/** Filter, columns and zoom come from the address, so that a link shows what the sender saw. */
function useUrlState(screen: Screen | null, search: PlanSearch, model: PlanModel, setSearch: (change: Partial<PlanSearch>) => void, marked: Uint8Array | null): void {
  const quick = useMemo(() => (search.quick ?? '').split(',').filter((q): q is QuickFilter => (quickFilters as readonly string[]).includes(q)), [search.quick]);
  useEffect(() => {
    if (!screen) return;
    const timer = setTimeout(() => {
      if (marked) { screen.surface.setFilter(marked, true); return; }
      const found = matchActivities(screen.surface.view.model, search.q ?? '', quick);
      // With quick filters alone every leaf is a match: marking them all would mark nothing.
      screen.surface.setFilter(found?.match ?? null, quick.length > 0 || (search.only ?? false));
      screen.surface.host.classList.toggle('plan-unmarked', !search.q);
    }, model.count > 20_000 ? 120 : 0);
    return () => clearTimeout(timer);
  }, [screen, search.q, search.only, quick, model, marked]);
  useEffect(() => {
    if (!screen) return;
    const keys = search.cols?.split(',') ?? allColumns.filter((c) => c.shown).map((c) => c.key);
    const hasBaseline = model.meta.baselines.length > 0 && !search.cols && model.count > 0 && model.baselineFinish.some((v, i) => Number.isFinite(v) && finishVariance(model, i) !== 0);
    if (hasBaseline) keys.splice(keys.indexOf('predecessors'), 0, 'variance');
    const { view } = screen.surface;
    view.columns = allColumns.filter((c) => keys.includes(c.key)).map((c) => ({ ...c }));
    view.activeColumn = Math.max(0, view.columns.findIndex((c) => c.key === 'name'));
    screen.surface.grid.rebuild();
    screen.surface.refresh();
  }, [screen, search.cols, model.meta.baselines.length]);
  useEffect(() => {
    if (!screen) return;
    if (search.z && search.z > 0) screen.surface.setPixelsPerDay(search.z, 0);
    if (search.at) { const i = model.indexOf.get(search.at); if (i !== undefined) { screen.surface.view.active = i; screen.surface.reveal(i, true); } }
    // Only once: afterwards the view is the truth and the address follows.
  }, [screen]);
  const zoom = screen?.surface.view.pixelsPerDay;
  const active = screen ? screen.surface.view.model.id[screen.surface.view.active] : undefined;
  const opened = useRef(false);
  useEffect(() => {
    if (!screen || zoom === undefined) return;
    if (!opened.current) { opened.current = true; return; }
    const timer = setTimeout(() => setSearch({ z: Math.round(zoom * 100) / 100, at: active }), 500);
    return () => clearTimeout(timer);
  }, [screen, zoom, active, setSearch]);
}
