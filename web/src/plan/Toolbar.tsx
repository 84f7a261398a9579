import { useState, type FocusEvent, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { address } from '../api/client';
import { Icon, type IconName } from '../ui/icons';
import { Menu } from '../ui/menu';
import { useGo } from '../ui/To';
import { columns as allColumns } from './columns';
import { BaselineDialog, baselineText } from './dialogs';
import { quickFilters } from './filter';
import { indentEdits, outdentEdits } from './outline';
import type { PlanSearch, Screen } from './PlanScreen';
import { savePicture } from './picture';
import { ScenarioMenu } from './ScenarioMenu';
import { pathOf } from './model';
import { nextZoom, zoomIndex, zoomNames, zoomSteps } from './scale';

interface Props {
  screen: Screen; project: string; search: PlanSearch; setSearch: (change: Partial<PlanSearch>) => void;
  find: RefObject<HTMLInputElement | null>; choose: () => void; openHelp: () => void;
}

export function PlanToolbar({ screen, project, search, setSearch, find, choose, openHelp }: Props) {
  const { t } = useTranslation();
  const { surface, keys, editing } = screen;
  const { view } = surface;
  const { model } = view;
  const canEdit = model.meta.can_edit;
  const edit = (make: typeof indentEdits) => { if (view.active >= 0) { const edits = make(model, view.active); if (edits.length) void editing.commit(edits); } };
  const activity = view.active >= 0;
  return (
    <div className="plan-toolbar" role="toolbar" aria-label={t('plan.toolbar')}>
      <span className="plan-seek">
        <FindBox screen={screen} search={search} setSearch={setSearch} find={find} />
        <QuickFilters search={search} setSearch={setSearch} />
      </span>
      <span className="plan-tools" onFocus={showFocused}>
        <span className="plan-gap" />
        {canEdit && (
          <>
            <span className="btn-group">
              <Tool icon="plus" label={`${t('plan.insert')} (Insert)`} run={() => void keys.insert()} />
              <Tool icon="indent" label={`${t('plan.indent')} (Ctrl+])`} run={() => edit(indentEdits)} disabled={!activity} />
              <Tool icon="outdent" label={`${t('plan.outdent')} (Ctrl+[)`} run={() => edit(outdentEdits)} disabled={!activity} />
              <Tool icon="trash" label={`${t('plan.remove')} (Delete)`} run={() => void keys.remove()} disabled={!activity} />
            </span>
            <span className="btn-group">
              <Tool icon="undo" label={`${t('common.undo')} (Ctrl+Z)`} run={() => void editing.undo()} disabled={!editing.canUndo} />
              <Tool icon="redo" label={`${t('common.redo')} (Ctrl+Y)`} run={() => void editing.redo()} disabled={!editing.canRedo} />
            </span>
          </>
        )}
        <span className="btn-group">
          <Tool icon="path" label={`${t('plan.path')} (H)`} pressed={view.path !== null} disabled={!activity} run={() => { view.path = view.path ? null : pathOf(model, view.active); surface.refresh(); surface.events.changed(); }} />
          <Tool icon="why" label={`${t('plan.why')} (W)`} disabled={!activity} run={() => setSearch({ panel: search.panel?.startsWith('why') ? undefined : 'why.start' })} pressed={search.panel?.startsWith('why') ?? false} />
        </span>
        <span className="btn-group">
          <Tool icon="minus" label={`${t('plan.zoomOut')} (−)`} run={() => surface.setPixelsPerDay(nextZoom(view.pixelsPerDay, -1))} />
          <ZoomMenu screen={screen} />
          <Tool icon="plus" label={`${t('plan.zoomIn')} (+)`} run={() => surface.setPixelsPerDay(nextZoom(view.pixelsPerDay, 1))} />
          <Tool icon="fit" label={`${t('plan.fit')} (0)`} run={() => surface.fit()} />
          <Tool icon="today" label={`${t('plan.goToday')} (T)`} run={() => surface.goTo(view.now)} />
        </span>
        <button type="button" className="btn" onClick={() => setSearch({ net: 'arrow' })}>{t('plan.network.open')}</button>
        <ScenarioMenu project={project} search={search} setSearch={setSearch} canEdit={canEdit} />
        <AnalyseMenu project={project} search={search} setSearch={setSearch} />
        <ViewMenu screen={screen} search={search} setSearch={setSearch} />
      </span>
      <FileMenu screen={screen} project={project} choose={choose} openHelp={openHelp} />
    </div>
  );
}

/** Browsers leave a tool that is half in sight where it is. Not under a pointer, which would miss it. */
function showFocused({ target }: FocusEvent): void {
  if (target.matches(':focus-visible')) target.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function Tool({ icon, label, run, disabled, pressed }: { icon: IconName; label: string; run: () => void; disabled?: boolean; pressed?: boolean }) {
  return <button type="button" className="btn btn-icon" title={label} aria-label={label} disabled={disabled} aria-pressed={pressed} onClick={run}><Icon name={icon} /></button>;
}

function FindBox({ screen, search, setSearch, find }: Pick<Props, 'screen' | 'search' | 'setSearch' | 'find'>) {
  const { t } = useTranslation();
  const { surface } = screen;
  const { view } = surface;
  const count = view.matches ? view.matches.reduce((sum, m) => sum + m, 0) : 0;
  const jump = (by: number) => {
    const rows = view.rows.activity;
    const present = view.active >= 0 ? view.rows.rowOf[view.active]! : -1;
    for (let k = 1; k <= rows.length; k++) {
      const i = rows[(present + by * k + rows.length * 2) % rows.length]!;
      if (view.matches?.[i]) { view.active = i; view.selected = new Set([i]); surface.reveal(i, true); surface.events.changed(); return; }
    }
  };
  return (
    <span className="plan-find">
      <Icon name="search" />
      <input ref={find} type="search" className="input" placeholder={t('plan.find')} aria-label={t('plan.find')} title="Ctrl+F" value={search.q ?? ''}
        onChange={(e) => setSearch({ q: e.target.value || undefined })}
        onKeyDown={(e) => {
          if (e.key === 'Enter') { e.preventDefault(); jump(e.shiftKey ? -1 : 1); }
          if (e.key === 'Escape') { setSearch({ q: undefined }); surface.left.focus(); }
        }} />
      {search.q && <span className="plan-find-count" role="status">{t('plan.found', { count })}</span>}
      {search.q && <button type="button" className="btn" aria-pressed={search.only ?? false} onClick={() => setSearch({ only: search.only ? undefined : true })}>{t('plan.onlyMatches')}</button>}
    </span>
  );
}

function QuickFilters({ search, setSearch }: Pick<Props, 'search' | 'setSearch'>) {
  const { t } = useTranslation();
  const chosen = (search.quick ?? '').split(',').filter(Boolean);
  const toggle = (key: string) => setSearch({ quick: (chosen.includes(key) ? chosen.filter((c) => c !== key) : [...chosen, key]).join(',') || undefined });
  return (
    <Menu label={t('plan.filter')} icon="filter" caret className={chosen.length ? 'menu-on' : ''}
      text={chosen.length === 0 ? t('plan.filter') : chosen.length === 1 ? t(`plan.quick.${chosen[0]}`) : t('plan.filters', { count: chosen.length })}
      items={[
        ...quickFilters.map((key) => ({ key, label: t(`plan.quick.${key}`), checked: chosen.includes(key), keepOpen: true, onSelect: () => toggle(key) })),
        ...(chosen.length ? [{ key: 'clear', label: t('plan.clearFilter'), onSelect: () => setSearch({ quick: undefined }) }] : []),
      ]} />
  );
}

function ZoomMenu({ screen }: { screen: Screen }) {
  const { t } = useTranslation();
  const { surface } = screen;
  const present = zoomIndex(surface.view.pixelsPerDay);
  return <Menu label={t('plan.zoom')} text={t(`plan.zoomStep.${zoomNames[present]}`)} items={zoomSteps.map((step, i) => ({ key: zoomNames[i]!, label: t(`plan.zoomStep.${zoomNames[i]}`), checked: i === present, onSelect: () => surface.setPixelsPerDay(step) }))} />;
}

function ViewMenu({ screen, search, setSearch }: Pick<Props, 'screen' | 'search' | 'setSearch'>) {
  const { t } = useTranslation();
  const { surface } = screen;
  const { view } = surface;
  const shown = view.columns.map((c) => c.key);
  const toggleShow = (key: keyof typeof view.show) => { view.show[key] = !view.show[key]; surface.minimap.invalidate(); surface.refresh(); surface.events.changed(); };
  const toggleColumn = (key: string) => setSearch({ cols: allColumns.filter((c) => (c.key === key ? !shown.includes(key) : shown.includes(c.key))).map((c) => c.key).join(',') });
  const deepest = Math.min(9, view.model.level.reduce((a, b) => Math.max(a, b), 1));
  return (
    <Menu label={t('plan.view')} icon="columns" align="right" text={t('plan.view')} caret items={[
      { key: 'h1', heading: true, label: t('plan.foldTo') },
      ...Array.from({ length: deepest }, (_, k) => ({ key: `l${k}`, label: k + 1 === deepest ? t('plan.allLevels') : t('plan.level', { level: k + 1 }), hint: String(k + 1), onSelect: () => surface.foldToLevel(k + 1) })),
      { key: 'h2', heading: true, label: t('plan.drawn') },
      ...(['critical', 'links', 'baseline', 'float', 'resources', 'idle'] as const).map((key) => ({ key: `s.${key}`, label: t(`plan.draw.${key}`), checked: view.show[key], keepOpen: true, onSelect: () => toggleShow(key) })),
      ...(view.model.meta.baselines.length > 1 ? view.model.meta.baselines.map((b, k) => ({ key: `b${b.number}`, label: baselineText(b, t), checked: search.base === undefined ? k === 0 : search.base === b.number, keepOpen: true, onSelect: () => setSearch({ base: k === 0 ? undefined : b.number }) })) : []),
      { key: 's.front', label: t('plan.progress.title'), checked: search.front ?? false, keepOpen: true, onSelect: () => setSearch({ front: search.front ? undefined : true }) },
      { key: 'h3', heading: true, label: t('plan.density') },
      ...([28, 32, 40] as const).map((height) => ({ key: `d${height}`, label: t(`plan.rows.${height}`), checked: view.rowHeight === height, keepOpen: true, onSelect: () => { surface.setRowHeight(height); surface.events.changed(); } })),
      { key: 'h4', heading: true, label: t('plan.columns') },
      ...allColumns.filter((c) => c.key !== 'name').map((c) => ({ key: `c.${c.key}`, label: t(`plan.column.${c.key}`), checked: shown.includes(c.key), keepOpen: true, onSelect: () => toggleColumn(c.key) })),
    ]} />
  );
}

/** What is computed about the plan: in a panel beside it, or on the page of a report. */
function AnalyseMenu({ project, search, setSearch }: Pick<Props, 'project' | 'search' | 'setSearch'>) {
  const { t } = useTranslation();
  const go = useGo();
  const panel = (kind: 'quality' | 'levelling' | 'compress') => ({ key: kind, label: t(`plan.${kind}.title`), checked: search.panel === kind, onSelect: () => setSearch({ panel: search.panel === kind ? undefined : kind, mark: undefined }) });
  return (
    <Menu label={t('plan.analyse')} text={t('plan.analyse')} caret align="right" items={[
      panel('levelling'),
      ...(search.scenario ? [] : [panel('quality'), panel('compress')]),
      ...(search.scenario ? [] : (['critical_chain', 'pert', 'critical_path', 'variance', 'look_ahead'] as const)).map((report) => ({ key: report, label: t(`plan.report.${report}`), onSelect: () => go(`/reports/time.${report}?project=${project}`) })),
    ]} />
  );
}

function FileMenu({ screen, project, choose, openHelp }: Pick<Props, 'screen' | 'project' | 'choose' | 'openHelp'>) {
  const { t } = useTranslation();
  const [baseline, setBaseline] = useState(false);
  const { model } = screen.surface.view;
  const { scenario } = screen.editing.of;
  const canEdit = model.meta.can_edit && !scenario;
  return (
    <>
      <Menu label={t('common.more')} icon="more" align="right" items={[
        ...(canEdit ? [{ key: 'import', icon: 'upload' as const, label: t('plan.import'), onSelect: choose }] : []),
        { key: 'h1', heading: true, label: t('plan.export') },
        ...(['mspdi', 'xer', 'xlsx', 'csv'] as const).map((format) => ({ key: format, icon: 'download' as const, label: t(`plan.format.${format}`), href: address(`/projects/${project}/plan/export`, { format, scenario }) })),
        { key: 'png', icon: 'download' as const, label: t('plan.format.png'), onSelect: () => savePicture(screen.surface) },
        { key: 'h1p', heading: true, label: t('plan.print') },
        ...(['A4', 'A3', 'A1', 'A0'] as const).map((paper) => ({ key: paper, icon: 'download' as const, label: t('plan.paper', { paper }), href: address(`/projects/${project}/plan/export`, { format: 'pdf', paper, scenario }) })),
        { key: 'h2', heading: true, label: t('plan.baselines') },
        ...(canEdit ? [{ key: 'freeze', icon: 'baseline' as const, label: t('plan.setBaseline'), onSelect: () => setBaseline(true) }] : []),
        { key: 'h3', heading: true, label: t('common.help') },
        { key: 'keys', label: t('plan.keys'), hint: '?', onSelect: openHelp },
      ]} />
      {baseline && <BaselineDialog project={project} model={model} reread={() => void screen.editing.reread()} close={() => setBaseline(false)} />}
    </>
  );
}
