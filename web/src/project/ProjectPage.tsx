import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { fileAddress } from '../api/client';
import type { Declarations } from '../api/schema';
import type { FunctionType, Row } from '../api/types';
import { remember } from '../app/Palette';
import { projectTabs } from '../app/map';
import { useShortList } from '../api/records';
import { Icon } from '../ui/icons';
import { Menu } from '../ui/menu';
import { Failed, Skeleton, StateChip } from '../ui/parts';
import { Rag, ragOf } from '../ui/rag';
import { Overview } from './Overview';
import { ProjectTab } from './ProjectTab';
import { useProject } from './useProject';
import './project.css';

const PlanScreen = lazy(() => import('../plan/PlanScreen'));

export default function ProjectPage() {
  const { project: id, tab = 'overview' } = useParams({ strict: false }) as { project: string; tab?: string };
  const { schema, type, project, error } = useProject(id);
  useEffect(() => { if (project) remember({ to: `/projects/${id}`, title: titleOf(project), detail: project.number ?? '' }); }, [project, id]);
  if (error) return <Failed error={error} />;
  return (
    <div className="project">
      <ProjectHeader id={id} project={project} schema={schema} tab={tab} states={type?.states ?? []} />
      <div className={tab === 'plan' ? 'project-fill' : 'project-body'}>
        {tab === 'overview' && (project && type ? <Overview project={project} type={type} /> : <Skeleton />)}
        {tab === 'plan' && <Suspense fallback={<Skeleton rows={14} />}><PlanScreen key={id} project={id} /></Suspense>}
        {tab !== 'overview' && tab !== 'plan' && schema && <ProjectTab project={id} tab={tab} schema={schema} />}
      </div>
    </div>
  );
}

export function titleOf(row: Row): string {
  const value = row['name'] ?? row['title'] ?? row.number ?? row.id;
  return typeof value === 'object' && value !== null ? String((value as { zh?: string; en?: string }).zh || (value as { en?: string }).en || '') : String(value);
}

function ProjectHeader({ id, project, schema, tab, states }: { id: string; project: Row | undefined; schema: Declarations | undefined; tab: string; states: Parameters<typeof StateChip>[0]['states'] }) {
  const { t } = useTranslation();
  const shown = ['overview', 'plan', ...projectTabs.filter((p) => functionsOf(schema, p.functions).length > 0).map((p) => p.key)];
  const rag = project?.['rag'] ?? project?.['health'];
  const facts: string[] = project ? [project.titles?.['manager'] ?? project.titles?.['owner'] ?? '', dates(project)].filter(Boolean) : [];
  return (
    <header className="project-head">
      <div className="project-title">
        <Siblings present={id} tab={tab} />
        <h1>{project ? titleOf(project) : ' '}</h1>
        {project && <span className="project-number">{project.number || String(project['key'] ?? '')}</span>}
        {project && <StateChip state={project.state} states={states} />}
        {rag !== undefined && rag !== null && <Rag value={ragOf(rag)} />}
        <span className="project-facts">{facts.join(' · ')}</span>
        <a className="btn btn-icon btn-quiet" href={fileAddress('/one-pager', { project: id })} download="one-pager.pdf" aria-label={t('home.onePager')} title={t('home.onePager')}><Icon name="download" /></a>
      </div>
      <nav className="tabs project-tabs" aria-label={t('project.tabs')}>
        {shown.map((key) => (
          <Link key={key} to="/projects/$project/$tab" params={{ project: id, tab: key }} className="tab" aria-current={key === tab ? 'page' : undefined}>{t(`project.tab.${key}`)}</Link>
        ))}
      </nav>
    </header>
  );
}

function dates(project: Row): string {
  const from = project['start'] ?? project['planned_start'];
  const to = project['forecast_finish'] ?? project['finish'] ?? project['planned_finish'];
  return from && to ? `${String(from).slice(0, 10)} – ${String(to).slice(0, 10)}` : '';
}

/** The breadcrumb's sibling switch: another project, the same tab. */
function Siblings({ present, tab }: { present: string; tab: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useShortList('projects', { limit: 40 });
  return (
    <span className="crumbs">
      <Link to="/projects" aria-label={t('nav.projects')} className="crumb"><Icon name="projects" /></Link>
      <Menu label={t('project.switch')} icon="chevronDown" className="menu-quiet" items={(list.data?.items ?? []).map((row) => ({ key: row.id, label: titleOf(row), checked: row.id === present, onSelect: () => void navigate({ to: '/projects/$project/$tab', params: { project: row.id, tab } }) }))} />
    </span>
  );
}

/** Functions of a tab that have something within a project. */
export function functionsOf(schema: Declarations | undefined, names: string[]): FunctionType[] {
  const within = (f: FunctionType) => f.records.some((r) => r.scope === 'project' && r.name !== 'project' && r.name !== 'plan' && r.fields.length > 0) || f.reports.some((r) => r.inputs?.some((i) => i.name === 'project'));
  return names.map((name) => schema?.functions.find((f) => f.name === name)).filter((f): f is FunctionType => f !== undefined && within(f));
}
