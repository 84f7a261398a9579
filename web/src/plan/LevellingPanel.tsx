import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport, useWatchedReport, type Cells } from '../api/report';
import type { PlanEdit } from '../api/types';
import { parsePlanDate } from '../format/date';
import { formatDuration, grouped } from '../format/number';
import { Failed, Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import { Working } from '../ui/Working';
import { LoadChart, type ResourceLoad } from './LoadChart';
import { PanelFrame } from './PanelFrame';
import type { Screen } from './PlanScreen';
import { useTryOut } from './useTryOut';

/** Seconds to look for a better order; 0 takes the first good one. */
const searches = [0, 10, 60, 300] as const;
const mostMoves = 60;
const mostPeople = 12;

/** What levelling may do beside putting activities off; `smooth` evens out the use instead. */
interface Wishes { smooth: boolean; within_float: boolean; any_priority: boolean; split: boolean; replace_people: boolean; change_crews: boolean; extra_cost: string; seconds: number }
const plain: Wishes = { smooth: false, within_float: false, any_priority: false, split: false, replace_people: false, change_crews: false, extra_cost: '', seconds: 0 };

interface Effect { project: string; name: string; finish_before: string; finish_after: string }
interface Proposal {
  edits: PlanEdit[]; moved: number; finish_before: string; finish_after: string; overloaded_before: number; overloaded_after: number;
  load: ResourceLoad[]; effects: { projects: Effect[]; unseen: number };
  splits: { activity: string; name: string; pieces: [string, string][] }[];
  swaps: { activity: string; name: string; before_name: string; after_name: string }[];
  modes: { activity: string; name: string; duration_before: number; duration_after: number; units_factor: number; cost_minor: number }[];
  counts: { splits: number; swaps: number; modes: number }; cost_minor: number;
}

/** Who the plan asks for more than they have, and a proposal that puts activities off: drawn first, applied by a button, taken out again by another. */
export function LevellingPanel({ screen, project, close }: { screen: Screen; project: string; close: () => void }) {
  const { t } = useTranslation();
  const { surface } = screen;
  const { model } = surface.view;
  const version = String(model.meta.version);
  const [wishes, setWishes] = useState(plain);
  const [asked, setAsked] = useState<Record<string, string> | null>(null);
  const [chosen, setChosen] = useState('');
  const { tryOut, clear } = useTryOut(screen);
  const { scenario } = screen.editing.of;
  const of: Record<string, string> = scenario ? { project, scenario } : { project };
  const load = useReport('resource.plan_load', { ...of, version });
  const current = asked && asked['version'] === version ? asked : null;
  const { answer, progress, stopped, stop, enough, again } = useWatchedReport('resource.levelling', current ?? of, current !== null, true);
  const proposal = current && answer.data && !answer.data.refused ? (answer.data.extra as unknown as Proposal) : null;
  useEffect(() => { clear(); if (proposal?.edits.length) void tryOut(proposal.edits); }, [answer.data, current]);
  const loads = (load.data?.extra?.['load'] ?? []) as ResourceLoad[];
  const delays = (load.data?.extra?.['delays'] ?? []) as PlanEdit[];
  const run = () => { clear(); again(); setAsked({ ...of, version, ...inputsOf(wishes), nonce: String(Date.now()) }); };
  const commit = async (edits: PlanEdit[]) => { clear(); setAsked(null); await screen.editing.commit(edits, { toast: true }); };
  const drop = () => { clear(); setAsked(null); };
  const running = current !== null && answer.isFetching && !stopped;
  return (
    <PanelFrame title={t('plan.levelling.title')} subtitle={load.data?.finding ?? ''} close={close}>
      {load.isPending && <Skeleton rows={4} />}
      {load.isError && <Failed error={load.error} />}
      {load.data?.refused && <p className="field-error panel-section" role="alert">{load.data.refused}</p>}
      {loads.length > 0 && <Loads loads={loads} after={proposal?.load} chosen={chosen} choose={setChosen} go={(minutes) => surface.goTo(minutes)} project={project} />}
      {load.data && !load.data.refused && loads.length === 0 && <p className="field-help panel-section">{t('plan.levelling.nobody')}</p>}
      {loads.length > 0 && !proposal && (
        <section className="panel-section level-options">
          <h3>{t('plan.levelling.options')}</h3>
          {!running && <Options wishes={wishes} set={(more) => setWishes({ ...wishes, ...more })} />}
          {!running && <button type="button" className="btn btn-primary" onClick={run}>{t('plan.levelling.run')}</button>}
          {running && <Working progress={progress ?? { share: null, phase: null }} stop={() => { stop(); setAsked(null); }} {...(wishes.seconds > 0 ? { enough } : {})} />}
          {current && answer.isError && <Failed error={answer.error} />}
          {current && answer.data?.refused && <p className="field-error" role="alert">{answer.data.refused}</p>}
          {!running && delays.length > 0 && model.meta.can_edit && <button type="button" className="btn" onClick={() => void commit(delays)}>{t('plan.levelling.clear', { count: delays.length })}</button>}
        </section>
      )}
      {proposal && (
        <section className="panel-section" aria-label={t('plan.levelling.proposal')}>
          <h3>{t('plan.levelling.proposal')}</h3>
          <p className="level-finding" role="status">{answer.data!.finding}</p>
          <dl className="level-facts">
            <Fact label={t('plan.levelling.finish')} before={proposal.finish_before} after={proposal.finish_after} worse={proposal.finish_after > proposal.finish_before} />
            <Fact label={t('plan.levelling.overload')} before={String(proposal.overloaded_before)} after={String(proposal.overloaded_after)} worse={proposal.overloaded_after > 0} />
            <div><dt>{t('plan.levelling.moved')}</dt><dd>{proposal.moved}</dd></div>
          </dl>
          <Ways proposal={proposal} minutesPerDay={model.meta.minutes_per_day} />
          <Effects effects={proposal.effects} />
          <p className="level-buttons">
            {model.meta.can_edit && proposal.edits.length > 0 && <button type="button" className="btn btn-primary" onClick={() => void commit(proposal.edits)}>{t('plan.levelling.apply')}</button>}
            <button type="button" className="btn" onClick={drop}>{t('plan.levelling.drop')}</button>
          </p>
          <Moves rows={answer.data!.rows} screen={screen} edits={proposal.edits} />
        </section>
      )}
    </PanelFrame>
  );
}

const inputsOf = (wishes: Wishes): Record<string, string> => {
  if (wishes.smooth) return { smooth: 'true', seconds: String(wishes.seconds) };
  const cost = Math.round(Number(wishes.extra_cost.replaceAll(',', '')) * 100);
  return {
    within_float: String(wishes.within_float), any_priority: String(wishes.any_priority), split: String(wishes.split), replace_people: String(wishes.replace_people),
    change_crews: String(wishes.change_crews), extra_cost_max: String(Number.isFinite(cost) && cost > 0 ? cost : 0), seconds: String(wishes.seconds),
  };
};

function Options({ wishes, set }: { wishes: Wishes; set: (more: Partial<Wishes>) => void }) {
  const { t } = useTranslation();
  const tick = (key: 'within_float' | 'split' | 'replace_people' | 'change_crews') => (
    <label><input type="checkbox" className="check" checked={wishes[key]} onChange={(e) => set({ [key]: e.target.checked })} /> {t(`plan.levelling.${key}`)}</label>
  );
  return (
    <>
      <label className="level-search"><span>{t('plan.levelling.aim')}</span>
        <select className="select" value={wishes.smooth ? 'smooth' : 'resolve'} onChange={(e) => set({ smooth: e.target.value === 'smooth' })}>
          {(['resolve', 'smooth'] as const).map((aim) => <option key={aim} value={aim}>{t(`plan.levelling.aims.${aim}`)}</option>)}
        </select></label>
      {wishes.smooth && <p className="field-help">{t('plan.levelling.smoothHelp')}</p>}
      {!wishes.smooth && <>
        {tick('within_float')}
        <label><input type="checkbox" className="check" checked={!wishes.any_priority} onChange={(e) => set({ any_priority: !e.target.checked })} /> {t('plan.levelling.priorities')}</label>
        {tick('split')}
        {tick('replace_people')}
        {tick('change_crews')}
        <label className="level-search"><span>{t('plan.levelling.extra_cost')}</span>
          <input className="input" inputMode="decimal" value={wishes.extra_cost} placeholder="0" onChange={(e) => set({ extra_cost: e.target.value })} /></label>
      </>}
      <label className="level-search"><span>{t('plan.levelling.search')}</span>
        <select className="select" value={wishes.seconds} onChange={(e) => set({ seconds: Number(e.target.value) })}>{searches.map((s) => <option key={s} value={s}>{t(`plan.levelling.seconds.${s}`)}</option>)}</select></label>
    </>
  );
}

/** What is interrupted, given to others and done another way. */
function Ways({ proposal, minutesPerDay }: { proposal: Proposal; minutesPerDay: number }) {
  const { t, i18n } = useTranslation();
  const { counts } = proposal;
  const days = (minutes: number) => formatDuration(minutes, minutesPerDay, i18n.language);
  const lists = [
    { key: 'splits', count: counts.splits, lines: proposal.splits.map((one) => ({ name: one.name, text: one.pieces.map(([from, to]) => `${from.slice(5, 10)}–${to.slice(5, 10)}`).join(', ') })) },
    { key: 'swaps', count: counts.swaps, lines: proposal.swaps.map((one) => ({ name: one.name, text: `${one.before_name} → ${one.after_name}` })) },
    { key: 'modes', count: counts.modes, lines: proposal.modes.map((one) => ({ name: one.name, text: `${days(one.duration_before)} → ${days(one.duration_after)}${one.units_factor === 100 ? '' : `, ${one.units_factor}%`}${one.cost_minor > 0 ? `, +${grouped(one.cost_minor / 100)}` : ''}` })) },
  ].filter((list) => list.count > 0);
  return (
    <>
      {lists.map((list) => (
        <div key={list.key}>
          <h4>{t(`plan.levelling.${list.key}`, { count: list.count })}</h4>
          <ul className="level-moves">{list.lines.slice(0, mostMoves).map((line, k) => <li key={k}><span>{line.name}</span><small>{line.text}</small></li>)}
            {list.count > mostMoves && <li className="field-help">{t('plan.levelling.moreMoves', { count: list.count - mostMoves })}</li>}</ul>
        </div>
      ))}
      {proposal.cost_minor > 0 && <p className="field-help">{t('plan.levelling.costs', { amount: grouped(proposal.cost_minor / 100) })}</p>}
    </>
  );
}

function Loads({ loads, after, chosen, choose, go, project }: { loads: ResourceLoad[]; after: ResourceLoad[] | undefined; chosen: string; choose: (uid: string) => void; go: (minutes: number) => void; project: string }) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const over = loads.filter((one) => one.overloaded_days > 0);
  const listed = (all || over.length === 0 ? loads : over).slice(0, all ? loads.length : mostPeople);
  const shown = loads.find((one) => one.resource === chosen) ?? loads[0]!;
  return (
    <section className="panel-section" aria-label={t('plan.levelling.loads')}>
      <LoadChart load={shown} after={after ? after.find((one) => one.resource === shown.resource) ?? { ...shown, demand: [], capacity: [], days: [], overloaded_days: 0 } : undefined} go={go} />
      <ul className="level-people">
        {listed.map((one) => {
          const left = after?.find((k) => k.resource === one.resource)?.overloaded_days ?? 0;
          return (
            <li key={one.resource}><button type="button" className="level-person" aria-pressed={one === shown} onClick={() => choose(one.resource)}>
              <span>{one.name}</span>
              <span>{after && one.overloaded_days !== left ? <>{t('plan.levelling.days', { count: one.overloaded_days })} → <strong className={left > 0 ? 'plan-late' : 'plan-early'}>{left}</strong></> : one.overloaded_days > 0 ? <span className="plan-late">{t('plan.levelling.days', { count: one.overloaded_days })}</span> : <span className="level-fine">{t('plan.levelling.fine')}</span>}</span>
            </button></li>
          );
        })}
      </ul>
      <p className="level-more">
        {!all && listed.length < loads.length && <button type="button" className="btn btn-link" onClick={() => setAll(true)}>{t('plan.levelling.all', { count: loads.length })}</button>}
        <To to={`/reports/resource.plan_load?project=${project}`}>{t('plan.levelling.table')}</To>
      </p>
    </section>
  );
}

function Fact({ label, before, after, worse }: { label: string; before: string; after: string; worse: boolean }) {
  return <div><dt>{label}</dt><dd>{before === after ? after : <>{before} → <strong className={worse ? 'plan-late' : 'plan-early'}>{after}</strong></>}</dd></div>;
}

function Effects({ effects }: { effects: Proposal['effects'] }) {
  const { t } = useTranslation();
  return (
    <>
      {effects.projects.length > 0 && <><h4>{t('plan.levelling.effects')}</h4><ul className="level-effects">{effects.projects.map((one) => <li key={one.project}><To to={`/projects/${one.project}/plan`}>{one.name}</To><span>{one.finish_before} → {one.finish_after}</span></li>)}</ul></>}
      {effects.projects.length === 0 && <p className="field-help">{t('plan.levelling.noEffects')}</p>}
      {effects.unseen > 0 && <p className="field-help">{t('plan.levelling.unseen', { count: effects.unseen })}</p>}
    </>
  );
}

/** The most delayed first; a click shows the activity in the Gantt. */
function Moves({ rows, screen, edits }: { rows: Cells[]; screen: Screen; edits: PlanEdit[] }) {
  const { t } = useTranslation();
  const { surface } = screen;
  const { view } = surface;
  if (rows.length === 0) return null;
  const goTo = (name: string) => {
    const edited = edits.map((edit) => ('set' in edit ? view.model.indexOf.get(edit.set.activity) : undefined));
    const i = edited.find((k) => k !== undefined && view.model.name[k] === name) ?? view.model.name.indexOf(name);
    if (i < 0) return;
    view.active = i;
    view.selected = new Set([i]);
    surface.reveal(i, true);
    surface.events.changed();
  };
  return (
    <>
      <h4>{t('plan.levelling.moves')}</h4>
      <ul className="level-moves">
        {rows.slice(0, mostMoves).map((row, k) => (
          <li key={k}><button type="button" className="btn btn-link" onClick={() => goTo(String(row['activity']))}>{String(row['activity'])}</button>
            <small>{Number.isFinite(parsePlanDate(String(row['start_before']))) ? `${String(row['start_before'])} → ${String(row['start_after'])}` : ''}</small></li>
        ))}
        {rows.length > mostMoves && <li className="field-help">{t('plan.levelling.moreMoves', { count: rows.length - mostMoves })}</li>}
      </ul>
    </>
  );
}
