import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useShortList } from '../api/records';
import { useSchema } from '../api/schema';
import type { Row } from '../api/types';
import { RiskMatrix } from '../functions/risk/RiskMatrix';
import { ProjectTable, ragOfProject } from '../project/ProjectList';
import { ReportCard } from '../report/ReportCard';
import { Card, Skeleton } from '../ui/parts';
import { Rag, type RagValue } from '../ui/rag';
import { OpenItems } from './OpenItems';
import '../project/project.css';

/** What turned red and why, decisions waiting, the state of the portfolio. */
export function DirectorHome() {
  const { t } = useTranslation();
  const schema = useSchema();
  const type = schema?.records.get('project');
  const projects = useShortList('projects', { limit: 500 }, Boolean(type));
  if (!schema) return <Skeleton rows={8} />;
  const rows = projects.data?.items ?? [];
  const rated = rows.filter((row) => ragOfProject(row));
  const attention = rows.filter((row) => ['red', 'amber'].includes(ragOfProject(row) ?? '')).sort((a, b) => (ragOfProject(a) === 'red' ? 0 : 1) - (ragOfProject(b) === 'red' ? 0 : 1));
  const risk = schema.records.get('risk');
  return (
    <div className="home">
      {rated.length > 0 && <Strip rows={rows} />}
      {type && rows.length > 0 && <Card title={attention.length > 0 ? t('home.attention') : t('nav.projects')} extra={<Link to="/projects">{t('home.allProjects', { count: rows.length })}</Link>}><ProjectTable rows={(attention.length > 0 ? attention : rows).slice(0, 10)} type={type} /></Card>}
      <div className="home-columns">
        {schema.records.has('approval') && <OpenItems record="approval" title={t('home.decisions')} />}
        {schema.records.has('change_request') && <OpenItems record="change_request" title={t('home.changes')} />}
        {schema.records.has('issue') && <OpenItems record="issue" title={t('home.issues')} />}
        {schema.records.has('action_item') && <OpenItems record="action_item" title={t('home.actions')} />}
      </div>
      <ReportCard name="time.variance" inputs={{}} title={t('home.slips')} limit={10} />
      {risk && <RiskMatrix type={risk} />}
    </div>
  );
}

function Strip({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const values: RagValue[] = ['red', 'amber', 'green', 'grey'];
  return (
    <div className="figures">
      {values.map((value) => {
        const count = rows.filter((row) => (ragOfProject(row) ?? 'grey') === value).length;
        return count > 0 || value !== 'grey' ? <Link to="/projects" key={value} className="figure"><Rag value={value} /><strong>{count}</strong><span className="figure-label">{t('home.projectsUnit', { count })}</span></Link> : null;
      })}
    </div>
  );
}
