import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../api/client';
import { useShortList } from '../api/records';
import type { ApiError } from '../api/client';
import type { PlanAnswer, PlanEdit } from '../api/types';
import { Dialog } from '../ui/dialog';
import { linkTypes } from './model';
import type { Screen } from './PlanScreen';

const mostListed = 400;

/** A predecessor in another project's plan: the project, its activity, the kind of link and its lag. */
export function OtherProjectLink({ screen, activity, close }: { screen: Screen; activity: number; close: () => void }) {
  const { t } = useTranslation();
  const { model } = screen.surface.view;
  const [project, setProject] = useState('');
  const [from, setFrom] = useState('');
  const [find, setFind] = useState('');
  const [type, setType] = useState<string>('fs');
  const [lag, setLag] = useState('0');
  const [refused, setRefused] = useState('');
  const projects = useShortList('projects', { sort: 'name', limit: 500 });
  const other = useQuery({
    queryKey: ['plan', project, 'activities'], enabled: Boolean(project), retry: false, gcTime: 30_000,
    queryFn: ({ signal }) => get<PlanAnswer>(`/projects/${project}/plan`, undefined, signal),
  });
  const rows = other.data?.activities;
  const listed = (rows?.id ?? []).map((id, i) => ({ id, name: rows!.name[i]!, external: rows!.external?.[i] === 1, finish: rows!.finish[i]?.slice(0, 10) ?? '' }))
    .filter((row) => !row.external && row.name.toLowerCase().includes(find.toLowerCase())).slice(0, mostListed);
  const link = async () => {
    setRefused('');
    const days = Number(lag);
    if (!Number.isFinite(days)) { setRefused(t('plan.unreadable.figure')); return; }
    const edit: PlanEdit = { link: { from_project: project, from, to: model.id[activity]!, type, lag: days * model.meta.minutes_per_day } };
    const answer = await screen.editing.commit([edit], { toast: true, cell: (error: ApiError) => setRefused(error.problem.errors?.[0]?.message ?? error.message) });
    if (answer) close();
  };
  return (
    <Dialog title={t('plan.other.title')} onClose={close} width={520}
      footer={<><button type="button" className="btn" onClick={close}>{t('common.cancel')}</button><button type="button" className="btn btn-primary" disabled={!from} onClick={() => void link()}>{t('plan.other.link')}</button></>}>
      <p className="field-help">{t('plan.other.help', { name: model.name[activity] })}</p>
      <label className="field"><span className="field-label">{t('plan.other.project')}</span>
        <select className="select" value={project} onChange={(e) => { setProject(e.target.value); setFrom(''); }}>
          <option value="" />
          {(projects.data?.items ?? []).filter((row) => row.id !== model.meta.project).map((row) => <option key={row.id} value={row.id}>{String(row['key'])} · {String(row['name'])}</option>)}
        </select></label>
      {project && <label className="field"><span className="field-label">{t('plan.find')}</span><input className="input" value={find} onChange={(e) => setFind(e.target.value)} /></label>}
      {project && <label className="field"><span className="field-label">{t('plan.other.activity')}</span>
        <select className="select" size={8} value={from} onChange={(e) => setFrom(e.target.value)}>{listed.map((row) => <option key={row.id} value={row.id}>{row.name} · {row.finish}</option>)}</select></label>}
      {other.isError && <p className="field-error" role="alert">{other.error.message}</p>}
      <label className="field"><span className="field-label">{t('plan.other.type')}</span>
        <select className="select" value={type} onChange={(e) => setType(e.target.value)}>{linkTypes.map((kind) => <option key={kind} value={kind}>{kind.toUpperCase()}</option>)}</select></label>
      <label className="field"><span className="field-label">{t('plan.other.lag')}</span><input className="input" inputMode="decimal" value={lag} onChange={(e) => setLag(e.target.value)} /></label>
      {refused && <p className="field-error" role="alert">{refused}</p>}
    </Dialog>
  );
}
