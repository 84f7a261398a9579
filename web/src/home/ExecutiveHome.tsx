import { useTranslation } from 'react-i18next';
import { useSchema } from '../api/schema';
import type { Report } from '../api/types';
import { ReportFigure } from '../report/ReportFigure';
import { RiskMatrix } from '../functions/risk/RiskMatrix';
import { NamedReport } from '../report/NamedReport';
import { Skeleton } from '../ui/parts';
import { Attention, Strip, useProjects } from './DirectorHome';
import { OpenItems } from './OpenItems';
import { Waiting } from './Waiting';
import '../functions/functions.css';
import '../project/project.css';

const functions = ['portfolio', 'strategy', 'performance', 'finance'];

/** One page: state of the projects, value and cost, the gravest exposures, decisions to take. */
export function ExecutiveHome() {
  const { t } = useTranslation();
  const schema = useSchema();
  const projects = useProjects();
  if (!schema) return <Skeleton rows={8} />;
  const pictures = functions.map((name) => pictureOf(schema.functions.find((f) => f.name === name)?.reports ?? [])).filter((r): r is Report => r !== undefined);
  const risk = schema.records.get('risk');
  return (
    <div className="home">
      <Strip rows={projects} />
      <div className="home-lead"><Attention rows={projects} /><Waiting /></div>
      <div className="pictures">
        {pictures.map((report) => <ReportFigure key={report.name} report={report} quiet limit={6} />)}
        <NamedReport name="change_control.index" />
      </div>
      {risk && <RiskMatrix type={risk} />}
      <OpenItems record="risk" title={t('home.topRisks')} sort="-score" limit={5} />
    </div>
  );
}

/** The picture that says most on one page and needs no question: a map or a course before anything else. */
function pictureOf(reports: Report[]): Report | undefined {
  const free = reports.filter((r) => (r.inputs ?? []).every((f) => !f.required));
  return free.find((r) => ['bubble', 'line', 'curve'].includes(r.chart ?? '')) ?? free.find((r) => r.chart !== 'table') ?? free[0];
}
