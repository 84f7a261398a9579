import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { address } from '../api/client';
import { useReport } from '../api/report';
import { useLabel, useSchema } from '../api/schema';
import { formatMoment } from '../format/date';
import { FormField } from '../register/FormField';
import { Menu } from '../ui/menu';
import { Empty, Failed, Skeleton } from '../ui/parts';
import { ReportRows } from './ReportCard';

/** Any declared report: its inputs, the finding in a sentence, the figures, the exports. */
export default function ReportPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const { report: name } = useParams({ strict: false }) as { report: string };
  const search = useSearch({ strict: false }) as Record<string, string | undefined>;
  const schema = useSchema();
  const declared = schema?.reports.get(name);
  const inputs = Object.fromEntries(Object.entries(search).map(([k, v]) => [k, v === undefined ? undefined : String(v)]));
  const report = useReport(name, inputs);
  return (
    <div className="page">
      <header className="page-head">
        <div><h1>{declared ? label(declared.labels) : name}</h1>{report.data?.asOf && <p className="page-sub">{t('report.asOf', { when: formatMoment(report.data.asOf) })}</p>}</div>
        <Menu label={t('register.export')} icon="download" align="right" text={t('register.export')} caret items={(['csv', 'xlsx', 'pdf'] as const).map((format) => ({ key: format, label: format.toUpperCase(), href: address(`/reports/${name}`, { ...inputs, format }), download: `${name}.${format}` }))} />
      </header>
      {(declared?.inputs?.length ?? 0) > 0 && (
        <div className="report-inputs">
          {declared!.inputs!.map((field) => <FormField key={field.name} field={field} value={search[field.name]} refused="" onChange={(value) => { if (value !== undefined) void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, [field.name]: value ?? undefined }), replace: true } as never); }} />)}
        </div>
      )}
      <div className="card">
        {report.isPending ? <Skeleton rows={10} /> : report.isError ? <Failed error={report.error} /> : !report.data ? <Empty title={t('report.needsInput')} /> : report.data.rows.length === 0 ? <Empty title={t('report.nothing')} /> : (
          <>{report.data.finding && <p className="report-finding">{report.data.finding}</p>}<ReportRows table={report.data} limit={2000} plan={search['project']} /></>
        )}
      </div>
    </div>
  );
}
