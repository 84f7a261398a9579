import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf, listFields, useLabel, useSchema } from '../api/schema';
import { may, useSession } from '../api/session';
import { useRecords } from '../api/records';
import type { Field, RecordType, Row } from '../api/types';
import { CreateDialog } from '../register/CreateDialog';
import { titleOfRow } from '../register/title';
import { useReader } from '../register/useReader';
import { isFigure, valueText } from '../register/value';
import { Icon } from '../ui/icons';
import { Empty, Failed, Skeleton, StateChip } from '../ui/parts';
import { Rag, ragOf, type RagValue } from '../ui/rag';
import { FunctionTabs } from '../functions/FunctionTabs';
import { entries } from '../app/map';
import '../functions/functions.css';
import './project.css';

const order: Record<RagValue, number> = { red: 0, amber: 1, green: 2, grey: 3 };
export const ragOfProject = (row: Row): RagValue | null => (row['rag'] || row['health'] ? ragOf(row['rag'] ?? row['health']) : null);

export default function ProjectList() {
  const { t } = useTranslation();
  const schema = useSchema();
  const type = schema?.records.get('project');
  const { session } = useSession();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { q?: string };
  const [creating, setCreating] = useState(false);
  const list = useRecords('projects', { limit: 500 }, Boolean(type));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const wanted = (search.q ?? '').toLowerCase();
  const shown = rows.filter((row) => !wanted || `${titleOfRow(row, type)} ${row.number ?? ''} ${row.titles?.['manager'] ?? ''}`.toLowerCase().includes(wanted)).sort((a, b) => order[ragOfProject(a) ?? 'grey'] - order[ragOfProject(b) ?? 'grey']);
  const reds = rows.filter((row) => ragOfProject(row) === 'red').length;
  if (!schema) return <Skeleton rows={10} />;
  return (
    <div className="page">
      <header className="page-head">
        <div><h1>{t('nav.projects')}</h1><p className="page-sub">{t('project.count', { count: rows.length })}{reds > 0 && ` · ${t('project.reds', { count: reds })}`}</p></div>
        <span className="page-tools">
          <span className="plan-find"><Icon name="search" /><input type="search" className="input" aria-label={t('project.find')} placeholder={t('project.find')} value={search.q ?? ''} onChange={(e) => void navigate({ to: '.', search: { q: e.target.value || undefined }, replace: true } as never)} /></span>
          {type && may(session, 'project', 'create') && <button type="button" className="btn btn-primary" onClick={() => setCreating(true)}><Icon name="plus" />{t('project.create')}</button>}
        </span>
      </header>
      <FunctionTabs entry={entries.find((e) => e.key === 'projects')!} current={null} />
      <div className="card">
        {list.isPending ? <Skeleton rows={8} /> : list.isError ? <Failed error={list.error} retry={() => void list.refetch()} /> : shown.length === 0 || !type ? <Empty title={t('project.none')}>{t('project.noneText')}</Empty> : <ProjectTable rows={shown} type={type} />}
      </div>
      {creating && type && <CreateDialog type={type} close={() => setCreating(false)} created={(id) => void navigate({ to: '/projects/$project/$tab', params: { project: id, tab: 'plan' } })} />}
    </div>
  );
}

export function ProjectTable({ rows, type, most = 7 }: { rows: Row[]; type: RecordType; most?: number }) {
  const { t } = useTranslation();
  const label = useLabel();
  const reader = useReader();
  const hasRag = rows.some((row) => ragOfProject(row));
  const skip = new Set([type.title, 'rag', 'health', 'state', 'description', 'name', 'key', 'rag_override', 'rag_reason']);
  // The first cause belongs beside the colour: a red without its reason only alarms.
  const cause = ['rag_cause', 'first_cause'].map((name) => fieldOf(type, name)).find((f) => f && rows.some((row) => row[f.name]));
  const columns: Field[] = [...(cause ? [cause] : []), ...listFields(type).filter((f) => f !== cause && !skip.has(f.name) && !f.multiline).slice(0, cause ? most - 1 : most)];
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('nav.projects')}>
      <table className="table project-table">
        <thead><tr>{hasRag && <th>{t('project.rag')}</th>}<th>{t('project.name')}</th><th>{t('register.state')}</th>{columns.map((c) => <th key={c.name} className={isFigure(c) ? 'num' : ''}>{label(c.labels)}</th>)}</tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              {hasRag && <td><Rag value={ragOfProject(row) ?? 'grey'} /></td>}
              <td><Link to="/projects/$project/$tab" params={{ project: row.id, tab: 'overview' }} className="project-link">{titleOfRow(row, type)}</Link> <span className="project-number">{row.number || String(row['key'] ?? '')}</span></td>
              <td><StateChip state={row.state} states={type.states} /></td>
              {columns.map((c) => <td key={c.name} className={isFigure(c) ? 'num' : c === cause ? 'project-cause' : ''}>{valueText(c, row[c.name], reader, row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
