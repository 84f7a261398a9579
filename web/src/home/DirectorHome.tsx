import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useShortList } from '../api/records';
import { useSchema } from '../api/schema';
import type { Row } from '../api/types';
import { RiskMatrix } from '../functions/risk/RiskMatrix';
import { ProjectTable, ragOfProject } from '../project/ProjectList';
import { NamedReport } from '../report/NamedReport';
import { Card, Skeleton } from '../ui/parts';
import { Rag, type RagValue } from '../ui/rag';
import { Waiting } from './Waiting';
import '../functions/functions.css';
import '../project/project.css';

/** What turned red and why, decisions waiting, risks, gates, actions, changes, documents and audit exceptions: nine addresses. */
export function DirectorHome() {
  const { t } = useTranslation();
  const schema = useSchema();
  const projects = useProjects();
  if (!schema) return <Skeleton rows={8} />;
  const risk = schema.records.get('risk');
  return (
    <div className="home">
      <Strip rows={projects} />
      <div className="home-lead"><Attention rows={projects} /><Waiting /></div>
      {risk && <RiskMatrix type={risk} />}
      <div className="pictures">
        <NamedReport name="process.gate_board" title={t('home.gates')} />
        <NamedReport name="communication.action_tracker" title={t('home.actions')} limit={8} />
        <NamedReport name="audit.live_tests" title={t('home.exceptions')} />
        <NamedReport name="document.completeness" />
        <NamedReport name="change_control.index" />
        <NamedReport name="time.variance" title={t('home.slips')} limit={8} />
      </div>
    </div>
  );
}

export function useProjects(): Row[] {
  const type = useSchema()?.records.get('project');
  return useShortList('projects', { limit: 500 }, Boolean(type)).data?.items ?? [];
}

const gravity: (string | null)[] = ['red', 'amber'];
export const worstFirst = (rows: Row[]): Row[] => [...rows].sort((a, b) => (gravity.indexOf(ragOfProject(a)) + 9) % 9 - (gravity.indexOf(ragOfProject(b)) + 9) % 9);

/** The worst first, with the first cause; all of them where none needs attention. */
export function Attention({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const type = useSchema()?.records.get('project');
  const attention = worstFirst(rows.filter((row) => ['red', 'amber'].includes(ragOfProject(row) ?? '')));
  if (!type || rows.length === 0) return null;
  return <Card title={attention.length > 0 ? t('home.attention') : t('nav.projects')} extra={<Link to="/projects">{t('home.allProjects', { count: rows.length })}</Link>}><ProjectTable rows={(attention.length > 0 ? attention : rows).slice(0, 8)} type={type} most={2} /></Card>;
}

export function Strip({ rows }: { rows: Row[] }) {
  const { t } = useTranslation();
  const values: RagValue[] = ['red', 'amber', 'green', 'grey'];
  if (!rows.some((row) => ragOfProject(row))) return null;
  return (
    <div className="figures">
      {values.map((value) => {
        const count = rows.filter((row) => (ragOfProject(row) ?? 'grey') === value).length;
        return count > 0 || value !== 'grey' ? <Link to="/projects" key={value} className="figure"><Rag value={value} /><strong>{count}</strong><span className="figure-label">{t('home.projectsUnit', { count })}</span></Link> : null;
      })}
    </div>
  );
}
