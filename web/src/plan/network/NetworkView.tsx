import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { address, ApiError, get } from '../../api/client';
import { Tip } from '../../chart/tip';
import { formatDayTime, parsePlanDate } from '../../format/date';
import { formatDuration } from '../../format/number';
import { Icon } from '../../ui/icons';
import { Menu } from '../../ui/menu';
import { Failed, Skeleton } from '../../ui/parts';
import { isSummary, type PlanModel } from '../model';
import { PanelFrame } from '../PanelFrame';
import type { PlanSearch } from '../PlanScreen';
import { neighbour, type NetworkAnswer, type Work } from './answer';
import { ArrowDiagram } from './ArrowDiagram';
import { NodeDiagram } from './NodeDiagram';
import './network.css';

export interface DiagramProps {
  answer: NetworkAnswer; scale: number; zoomBy: (factor: number) => void; chosen: number; choose: (work: number) => void;
  keys: (event: KeyboardEvent) => void; linesOf: (work: number) => string[]; label: string;
}

const modes = ['arrow', 'node', 'table'] as const;
const times = ['early_start', 'early_finish', 'late_start', 'late_finish', 'total_float', 'free_float'] as const;

/** The plan as network diagrams; one branch of the WBS at a time where it is large. */
export default function NetworkView({ project, model, search, setSearch }: { project: string; model: PlanModel; search: PlanSearch; setSearch: (change: Partial<PlanSearch>) => void }) {
  const { t } = useTranslation();
  const [scale, setScale] = useState(1);
  const zoomBy = useCallback((factor: number) => setScale((old) => Math.max(0.1, Math.min(8, old * factor))), []);
  const mode = modes.find((m) => m === search.net) ?? 'arrow';
  const answer = useQuery({
    queryKey: ['plan', project, 'network', search.branch ?? '', model.meta.id, model.meta.version], retry: false,
    queryFn: ({ signal }) => get<NetworkAnswer>(`/projects/${project}/plan/network`, { branch: search.branch, scenario: search.scenario }, signal),
  });
  const tooLarge = answer.error instanceof ApiError && answer.error.problem.code === 'plan.network_too_large';
  return (
    <div className="plan-page">
      <div className="plan-toolbar" role="toolbar" aria-label={t('plan.network.title')}>
        <button type="button" className="btn" onClick={() => setSearch({ net: undefined })}><span className="network-back"><Icon name="chevronRight" size={12} /></span>{t('plan.network.back')}</button>
        <span className="btn-group">
          {modes.map((m) => <button key={m} type="button" className="btn" aria-pressed={m === mode} onClick={() => setSearch({ net: m })}>{t(`plan.network.${m}`)}</button>)}
        </span>
        <Branches model={model} branch={search.branch} choose={(branch) => setSearch({ branch })} />
        <span className="plan-gap" />
        {mode !== 'table' && answer.data && <Menu label={t('plan.print')} icon="download" text={t('plan.print')} caret items={['A4', 'A3', 'A2', 'A1', 'A0'].map((paper) => ({ key: paper, label: paper, href: address(`/projects/${project}/plan/export`, { format: 'pdf', view: mode, branch: search.branch, scenario: search.scenario, paper }) }))} />}
        {mode === 'arrow' && <Legend />}
        {mode !== 'table' && (
          <span className="btn-group">
            <button type="button" className="btn btn-icon" aria-label={t('plan.zoomOut')} title={`${t('plan.zoomOut')} (−)`} onClick={() => zoomBy(0.8)}><Icon name="minus" /></button>
            <button type="button" className="btn btn-icon" aria-label={t('plan.zoomIn')} title={`${t('plan.zoomIn')} (+)`} onClick={() => zoomBy(1.25)}><Icon name="plus" /></button>
          </span>
        )}
      </div>
      {answer.isPending && <Skeleton rows={10} />}
      {answer.isError && (tooLarge ? <p className="network-none" role="status">{answer.error.message}</p> : <Failed error={answer.error} retry={() => void answer.refetch()} />)}
      {answer.data && <Body answer={answer.data} mode={mode} scale={scale} zoomBy={zoomBy} search={search} setSearch={setSearch} />}
    </div>
  );
}

function Body({ answer, mode, scale, zoomBy, search, setSearch }: { answer: NetworkAnswer; mode: (typeof modes)[number]; scale: number; zoomBy: (factor: number) => void; search: PlanSearch; setSearch: (change: Partial<PlanSearch>) => void }) {
  const { t, i18n } = useTranslation();
  const chosen = useMemo(() => answer.works.findIndex((w) => w.id === search.at), [answer, search.at]);
  const choose = (k: number) => setSearch({ at: answer.works[k]?.id });
  const say = (work: Work, field: (typeof times)[number]) => (field.endsWith('float') ? formatDuration(work[field] as number | null, answer.minutes_per_day, i18n.language) : formatDayTime(parsePlanDate(work[field] as string | null)));
  const linesOf = (k: number) => { const work = answer.works[k]!; return [work.name, ...times.map((f) => `${t(`plan.network.${f}`)} ${say(work, f)}`)]; };
  const keys = (event: KeyboardEvent) => {
    if (event.key === '+' || event.key === '=') zoomBy(1.25);
    else if (event.key === '-') zoomBy(0.8);
    else if (event.key === 'Escape') setSearch({ at: undefined });
    else if (event.key.startsWith('Arrow') && !event.ctrlKey && !event.altKey) choose(neighbour(answer, chosen, event.key));
    else return;
    event.preventDefault();
  };
  const common = { answer, scale, zoomBy, chosen, choose, keys, linesOf };
  const work = answer.works[chosen];
  return (
    <div className="plan-main">
      {mode === 'arrow' && <ArrowDiagram {...common} label={t('plan.network.arrowLabel')} />}
      {mode === 'node' && <NodeDiagram {...common} label={t('plan.network.nodeLabel')} />}
      {mode === 'table' && <TimesTable answer={answer} say={say} />}
      {work && mode !== 'table' && (
        <PanelFrame title={work.code || t('plan.network.work')} subtitle={work.name} close={() => setSearch({ at: undefined })}>
          <dl className="facts">{[[t('plan.column.duration'), formatDuration(work.duration, answer.minutes_per_day, i18n.language)], ...times.map((f) => [t(`plan.network.${f}`), say(work, f)]), [t('plan.bar.critical'), work.critical ? t('common.yes') : t('common.no')]].map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
          <button type="button" className="btn network-show" onClick={() => setSearch({ net: undefined, at: work.id })}>{t('plan.network.showInPlan')}</button>
        </PanelFrame>
      )}
      <LeftOut answer={answer} />
      <Tip />
      <span className="visually-hidden" role="status">{work ? linesOf(chosen).join(t('common.listSeparator')) : ''}</span>
    </div>
  );
}

/** What the diagram does not show stands below it. */
function LeftOut({ answer }: { answer: NetworkAnswer }) {
  const { t } = useTranslation();
  const said = Object.entries(answer.left_out).filter(([, count]) => count > 0).map(([key, count]) => t(`plan.network.leftOut.${key}`, { count }));
  return <p className="network-note">{[t('plan.network.counts', { works: answer.works.length, events: answer.events.length, dummies: answer.dummies }), ...said].join(' · ')}</p>;
}

function Branches({ model, branch, choose }: { model: PlanModel; branch: string | undefined; choose: (branch: string | undefined) => void }) {
  const { t } = useTranslation();
  const list = useMemo(() => {
    const out: { id: string; label: string }[] = [];
    for (let i = 0; i < model.count && out.length < 500; i++) if (isSummary(model, i) && model.level[i]! <= 4) out.push({ id: model.id[i]!, label: `${'\u2003'.repeat(model.level[i]! - 1)}${model.name[i]}` });
    return out;
  }, [model]);
  return (
    <select className="select network-branch" aria-label={t('plan.network.branch')} value={branch ?? ''} onChange={(e) => choose(e.target.value || undefined)}>
      <option value="">{t('plan.network.whole')}</option>
      {list.map((b) => <option key={b.id} value={b.id}>{b.label}</option>)}
    </select>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <ul className="network-legend">
      <li className="network-critical"><svg width="24" height="10" aria-hidden="true"><path className="network-solid" d="M0 5H24" /></svg>{t('plan.bar.critical')}</li>
      <li><svg width="24" height="10" aria-hidden="true"><path className="network-wave" d="M0 5q2 -4 4 0t4 0q2 -4 4 0t4 0q2 -4 4 0t4 0" /></svg>{t('plan.network.wave')}</li>
      <li className="network-dummy"><svg width="24" height="10" aria-hidden="true"><path className="network-solid" d="M0 5H24" /></svg>{t('plan.network.dummy')}</li>
    </ul>
  );
}

function TimesTable({ answer, say }: { answer: NetworkAnswer; say: (work: Work, field: (typeof times)[number]) => string }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="network-scroll" tabIndex={0} role="group" aria-label={t('plan.network.table')}>
      <table className="table network-table">
        <thead><tr><th scope="col">{t('plan.column.code')}</th><th scope="col">{t('plan.column.name')}</th><th scope="col">{t('plan.column.duration')}</th>{times.map((f) => <th key={f} scope="col">{t(`plan.network.${f}`)}</th>)}</tr></thead>
        <tbody>
          {answer.works.map((work) => (
            <tr key={work.id} className={work.critical ? 'network-critical' : ''}><td>{work.code}</td><th scope="row">{work.name}</th><td>{formatDuration(work.duration, answer.minutes_per_day, i18n.language)}</td>{times.map((f) => <td key={f}>{say(work, f)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
