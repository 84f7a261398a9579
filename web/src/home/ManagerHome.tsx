import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useShortList } from '../api/records';
import { fieldOf, useSchema } from '../api/schema';
import { useSession } from '../api/session';
import { ProjectTable } from '../project/ProjectList';
import { ReportCard } from '../report/ReportCard';
import { Card, Empty, Skeleton } from '../ui/parts';
import { OpenItems } from './OpenItems';
import { titleOfRow } from '../register/title';
import '../project/project.css';

/** My projects' next two weeks, what slipped and why, risks due, what waits for me. */
export function ManagerHome() {
  const { t } = useTranslation();
  const schema = useSchema();
  const { session } = useSession();
  const type = schema?.records.get('project');
  const projects = useShortList('projects', { limit: 200 }, Boolean(type));
  if (!schema) return <Skeleton rows={8} />;
  const all = projects.data?.items ?? [];
  const mineField = type && ['manager', 'owner'].find((name) => fieldOf(type, name));
  const mine = mineField ? all.filter((row) => [session?.user.person, session?.user.id].includes(String(row[mineField]))) : [];
  const shown = mine.length > 0 ? mine : all;
  const owned = (record: string) => (schema.records.get(record)?.fields.some((f) => f.name === 'owner') ? 'owner = @me' : undefined);
  return (
    <div className="home">
      {type && shown.length > 0 && <Card title={mine.length > 0 ? t('home.myProjects') : t('nav.projects')} extra={<Link to="/projects">{t('home.allProjects', { count: all.length })}</Link>}><ProjectTable rows={shown.slice(0, 8)} type={type} /></Card>}
      {projects.data && all.length === 0 && <Card><Empty title={t('project.none')} action={<Link to="/projects" className="btn btn-primary">{t('nav.projects')}</Link>}>{t('project.noneText')}</Empty></Card>}
      <div className="home-columns">
        {schema.records.has('action_item') && <OpenItems record="action_item" title={t('home.myActions')} filter={owned('action_item')} />}
        {schema.records.has('risk') && <OpenItems record="risk" title={t('home.myRisks')} filter={owned('risk')} />}
        {schema.records.has('approval') && <OpenItems record="approval" title={t('home.decisions')} />}
        {schema.records.has('issue') && <OpenItems record="issue" title={t('home.issues')} filter={owned('issue')} />}
      </div>
      {shown.slice(0, 2).map((project) => (
        <div key={project.id} className="home-pair">
          <ReportCard name="time.look_ahead" inputs={{ project: project.id }} plan={project.id} title={`${titleOfRow(project, type)} · ${t('home.lookAhead')}`} limit={8} />
          <ReportCard name="time.variance" inputs={{ project: project.id }} plan={project.id} title={`${titleOfRow(project, type)} · ${t('home.slips')}`} limit={8} />
        </div>
      ))}
    </div>
  );
}
