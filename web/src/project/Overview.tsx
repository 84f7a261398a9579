import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { quote, useShortList } from '../api/records';
import { useSchema } from '../api/schema';
import type { RecordType, Row } from '../api/types';
import { RiskMatrix } from '../functions/risk/RiskMatrix';
import { NamedReport } from '../report/NamedReport';
import { RecordView } from '../register/RecordView';
import { OpenItems } from '../home/OpenItems';
import { Card } from '../ui/parts';

/** What a manager asks first: what comes next, what slips, what drives the finish, what threatens. */
export function Overview({ project, type }: { project: Row; type: RecordType }) {
  const { t } = useTranslation();
  const schema = useSchema();
  const risk = schema?.records.get('risk');
  const inputs = { project: project.id };
  return (
    <div className="overview">
      <div className="overview-main">
        <Figures project={project} />
        <NamedReport name="time.look_ahead" inputs={inputs} title={t('home.lookAhead')} limit={12} />
        <NamedReport name="time.variance" inputs={inputs} title={t('home.slips')} limit={10} />
        <NamedReport name="time.critical_path" inputs={inputs} title={t('home.criticalPath')} limit={10} />
        {risk && <RiskMatrix project={project.id} type={risk} />}
      </div>
      <div className="overview-side">
        <Card title={t('project.facts')}><RecordView type={type} row={project} removed={() => undefined} /></Card>
        {schema?.records.has('action_item') && <OpenItems record="action_item" title={t('home.actions')} filter={`project = ${quote(project.id)}`} />}
      </div>
    </div>
  );
}

function Figures({ project }: { project: Row }) {
  const { t } = useTranslation();
  const schema = useSchema();
  const names = ['risk', 'issue', 'change_request', 'action_item'].filter((n) => schema?.records.has(n));
  return (
    <div className="figures">
      <Link to="/projects/$project/$tab" params={{ project: project.id, tab: 'plan' }} className="figure figure-link"><span className="figure-label">{t('project.tab.plan')}</span><strong>{t('project.openPlan')}</strong></Link>
      {names.map((name) => <Count key={name} name={name} project={project.id} />)}
    </div>
  );
}

function Count({ name, project }: { name: string; project: string }) {
  const { t, i18n } = useTranslation();
  const schema = useSchema();
  const type = schema!.records.get(name)!;
  const open = type.states.filter((s) => !s.final).map((s) => quote(s.name)).join(', ');
  const list = useShortList(type.plural, { filter: `project = ${quote(project)}${open ? ` and state in (${open})` : ''}`, limit: 1 });
  if (list.isError) return null;
  return <Link to="/records/$record" params={{ record: name }} search={{ project } as never} className="figure"><span className="figure-label">{i18n.language.startsWith('zh') ? type.labels.zh : type.labels.en}</span><strong>{list.data?.total ?? list.data?.items.length ?? '…'}</strong><span className="figure-label">{t('project.open')}</span></Link>;
}
