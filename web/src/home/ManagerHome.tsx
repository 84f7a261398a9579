import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { fieldOf, useSchema } from '../api/schema';
import { useSession } from '../api/session';
import { MyRequests } from '../approval/MyRequests';
import { ProjectTable } from '../project/ProjectList';
import { NamedReport } from '../report/NamedReport';
import { titleOfRow } from '../register/title';
import { Card, Skeleton } from '../ui/parts';
import { useProjects, worstFirst } from './DirectorHome';
import { OpenItems } from './OpenItems';
import { Waiting } from './Waiting';
import '../functions/functions.css';
import '../project/project.css';

/** My projects' next two weeks, what slipped, risks due, what waits for me and what I wait for: ten addresses. */
export function ManagerHome() {
  const { t } = useTranslation();
  const schema = useSchema();
  const { session } = useSession();
  const all = useProjects();
  const type = schema?.records.get('project');
  if (!schema) return <Skeleton rows={8} />;
  const mineField = type && ['manager', 'owner'].find((name) => fieldOf(type, name));
  const mine = mineField ? all.filter((row) => [session?.user.person, session?.user.id].includes(String(row[mineField]))) : [];
  const shown = worstFirst(mine.length > 0 ? mine : all);
  const first = shown[0];
  const owned = (record: string) => (schema.records.get(record)?.fields.some((f) => f.name === 'owner') ? 'owner = @me' : undefined);
  return (
    <div className="home">
      <div className="home-lead">
        {type && shown.length > 0 && <Card title={mine.length > 0 ? t('home.myProjects') : t('nav.projects')} extra={<Link to="/projects">{t('home.allProjects', { count: all.length })}</Link>}><ProjectTable rows={shown.slice(0, 8)} type={type} most={2} /></Card>}
        <div className="home-stack"><Waiting />{schema.records.has('approval') && <MyRequests most={5} />}</div>
      </div>
      <div className="home-columns">
        {schema.records.has('action_item') && <OpenItems record="action_item" title={t('home.myActions')} filter={owned('action_item')} />}
        {schema.records.has('risk') && <OpenItems record="risk" title={t('home.myRisks')} filter={owned('risk')} />}
      </div>
      {first && (
        <div className="pictures">
          <NamedReport name="time.look_ahead" inputs={{ project: first.id }} title={`${titleOfRow(first, type)} · ${t('home.lookAhead')}`} limit={8} />
          <NamedReport name="time.variance" inputs={{ project: first.id }} title={`${titleOfRow(first, type)} · ${t('home.slips')}`} limit={8} />
          <NamedReport name="process.gate_board" inputs={mine.length === 1 ? { project: first.id } : {}} title={t('home.gates')} />
          <NamedReport name="change_control.index" />
        </div>
      )}
    </div>
  );
}
