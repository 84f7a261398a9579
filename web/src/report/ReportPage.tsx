import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import { functionPath } from '../app/map';
import { FormField } from '../register/FormField';
import { Empty, Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import { ReportFigure } from './ReportFigure';

/** Any declared report on a page of its own: its inputs, the finding, the picture, the figures, the export. */
export default function ReportPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const { report: name } = useParams({ strict: false }) as { report: string };
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const schema = useSchema();
  const report = schema?.reports.get(name);
  if (!schema) return <Skeleton rows={10} />;
  if (!report) return <Empty title={t('report.unknown')}>{name}</Empty>;
  const fn = schema.functions.find((f) => f.name === report.function);
  const inputs = Object.fromEntries((report.inputs ?? []).map((f) => [f.name, search[f.name] === undefined ? undefined : String(search[f.name])]));
  const set = (field: string, value: unknown) => { if (value !== undefined) void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, [field]: value ?? undefined }), replace: true } as never); };
  return (
    <div className="page report-page">
      <header className="page-head"><div>{fn && <p className="panel-kind"><To to={functionPath(fn.name)}>{label(fn.labels)}</To></p>}<h1>{label(report.labels)}</h1></div></header>
      {(report.inputs?.length ?? 0) > 0 && <div className="report-inputs">{report.inputs!.map((field) => <FormField key={field.name} field={field} value={search[field.name]} refused="" onChange={(value) => set(field.name, value)} />)}</div>}
      <ReportFigure report={report} inputs={inputs} limit={500} open />
      {report.chart && report.chart !== 'table' && <div className="report-below"><ReportFigure report={{ ...report, chart: 'table' }} inputs={inputs} limit={2000} open title={t('report.table')} /></div>}
    </div>
  );
}
