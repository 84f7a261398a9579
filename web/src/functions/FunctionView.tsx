import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import type { FunctionType, RecordType, Report } from '../api/types';
import { Register } from '../register/Register';
import { ReportFigure } from '../report/ReportFigure';
import { Empty } from '../ui/parts';
import { RiskMatrix } from './risk/RiskMatrix';
import './functions.css';

/** One function: its pictures on top, its registers below as tabs; within one project where one is named. */
export function FunctionView({ fn, project }: { fn: FunctionType; project?: string | undefined }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const schema = useSchema();
  const search = useSearch({ strict: false }) as { register?: string };
  const types = fn.records.filter((r) => registered(r) && (!project || r.scope === 'project'));
  const chosen = types.find((r) => r.name === search.register) ?? types[0];
  // Within a project only what can be asked for that project; its plan has a tab of its own.
  const reports = project ? fn.reports.filter((r) => r.inputs?.some((f) => f.name === 'project')) : fn.reports;
  const risk = fn.name === 'risk' ? schema?.records.get('risk') : undefined;
  if (reports.length + types.length === 0) return <div className="card"><Empty title={t('project.emptyTab')}>{t('project.emptyTabText')}</Empty></div>;
  return (
    <div className="function">
      {reports.length > 0 && (
        <div className="pictures">
          {reports.map((report) => (report.name === 'risk.matrix' && risk
            ? <RiskMatrix key={report.name} type={risk} {...(project ? { project } : {})} />
            : <ReportFigure key={report.name} report={report} inputs={inputsOf(report, project)} wide={wide(report)} />))}
        </div>
      )}
      {chosen && (
        <div className="function-registers">
          <div className="segments" role="tablist" aria-label={t('project.registers')}>
            {types.map((type) => (
              <button key={type.name} type="button" role="tab" aria-selected={type === chosen} className="segment" onClick={() => void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...(old['project'] ? { project: old['project'] } : {}), ...(old['fn'] ? { fn: old['fn'] } : {}), register: type.name }), replace: true } as never)}>{label(type.labels)}</button>
            ))}
          </div>
          <Register key={chosen.name} type={chosen} {...(project && chosen.scope === 'project' ? { project } : {})} />
        </div>
      )}
    </div>
  );
}

/** Records without a column to show belong to the program. */
const registered = (type: RecordType): boolean => type.fields.length > 0 && type.name !== 'project' && type.name !== 'plan';
const inputsOf = (report: Report, project: string | undefined): Record<string, string | undefined> => (project && report.inputs?.some((f) => f.name === 'project') ? { project } : {});
/** Boards, calendars, weeks and wide tables need the whole row. */
const wide = (report: Report): boolean => ['board', 'calendar', 'dates'].includes(report.chart ?? '') || (report.chart === 'heat' && (report.columns ?? []).some((c) => c.kind === 'date')) || ((report.chart ?? 'table') === 'table' && (report.columns?.length ?? 0) > 7);
