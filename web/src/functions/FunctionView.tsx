import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import type { FunctionType, RecordType, Report } from '../api/types';
import { Register } from '../register/Register';
import { ReportFigure } from '../report/ReportFigure';
import { ReportView } from '../report/ReportView';
import { Empty } from '../ui/parts';
import { FunctionRail } from './FunctionRail';
import { usePinned } from '../report/pinned';
import { reportsWithin } from '../report/groups';
import { RiskMatrix } from './risk/RiskMatrix';
import './functions.css';

interface Props {
  fn: FunctionType; project?: string | undefined;
  /** Shown in a tab of the project, whose address it keeps. */
  within?: boolean; report?: Report | undefined;
}

/** One function: what there is to see on the left; its pictures and its register, one register, or one report beside it. */
export function FunctionView({ fn, project, within = false, report }: Props) {
  const { t } = useTranslation();
  const search = useSearch({ strict: false }) as { register?: string; report?: string };
  const types = fn.records.filter((r) => registered(r) && (!project || r.scope === 'project'));
  const reports = reportsWithin(fn, project);
  const shown = report ?? (within ? reports.find((r) => r.name === search.report) : undefined);
  const register = types.find((r) => r.name === search.register);
  if (reports.length + types.length === 0) return <div className="card"><Empty title={t('project.emptyTab')}>{t('project.emptyTabText')}</Empty></div>;
  return (
    <div className="function">
      <FunctionRail fn={fn} project={project} types={types} current={shown?.name ?? register?.name ?? ''} within={within} />
      <div className="function-main">
        {shown ? <ReportView key={shown.name} report={shown} fixed={within ? { project } : {}} />
          : register ? <Register key={register.name} type={register} {...scopeOf(register, project)} />
            : <FunctionOverview fn={fn} project={project} reports={reports} register={types[0]} />}
      </div>
    </div>
  );
}

function FunctionOverview({ fn, project, reports, register }: { fn: FunctionType; project: string | undefined; reports: Report[]; register: RecordType | undefined }) {
  const label = useLabel();
  const risk = useSchema()?.records.get('risk');
  const { pinned } = usePinned(fn.name, reports);
  return (
    <>
      {pinned.length > 0 && (
        <div className="pictures">
          {pinned.map((one) => (one.name === 'risk.matrix' && risk
            ? <RiskMatrix key={one.name} type={risk} {...(project ? { project } : {})} />
            : <ReportFigure key={one.name} report={one} inputs={inputsOf(one, project)} wide={wide(one)} />))}
        </div>
      )}
      {register && (
        <section className="function-register" aria-label={label(register.labels)}>
          <h2 className="section-title">{label(register.labels)}</h2>
          <Register key={register.name} type={register} {...scopeOf(register, project)} />
        </section>
      )}
    </>
  );
}

/** Records without a column to show belong to the program. */
const registered = (type: RecordType): boolean => type.fields.length > 0 && type.name !== 'project' && type.name !== 'plan';
const scopeOf = (type: RecordType, project: string | undefined): { project?: string } => (project && type.scope === 'project' ? { project } : {});
const inputsOf = (report: Report, project: string | undefined): Record<string, string | undefined> => (project && report.inputs?.some((f) => f.name === 'project') ? { project } : {});
/** Boards, calendars, weeks and wide tables need the whole row. */
const wide = (report: Report): boolean => ['board', 'calendar', 'dates', 'tree', 'bubble'].includes(report.chart ?? '') || (report.chart === 'heat' && (report.columns ?? []).some((c) => c.kind === 'date')) || ((report.chart ?? 'table') === 'table' && (report.columns?.length ?? 0) > 7);
