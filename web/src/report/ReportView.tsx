import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSchema } from '../api/schema';
import type { Report } from '../api/types';
import { hasPicture } from '../chart/kinds';
import { usePinned } from './pinned';
import { FormField } from '../register/FormField';
import { ReportFigure } from './ReportFigure';
import { useLatest } from './useLatest';

/** One report: what it asks, the finding, the picture, the same figures as a table. What is asked stands in the address. */
export function ReportView({ report, fixed = {} }: { report: Report; fixed?: Record<string, string | undefined> }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as Record<string, unknown>;
  const [rows, setRows] = useState(500);
  const fn = useSchema()?.functions.find((f) => f.name === report.function);
  const { pinned, toggle } = usePinned(report.function, fn?.reports ?? []);
  const asked = Object.fromEntries((report.inputs ?? []).map((f) => [f.name, fixed[f.name] ?? (search[f.name] === undefined ? undefined : String(search[f.name]))]));
  const { inputs, latest, known } = useLatest(report, asked);
  const fields = (report.inputs ?? []).filter((f) => !(f.name in fixed));
  const set = (field: string, value: unknown) => { if (value !== undefined) void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, [field]: value ?? undefined }), replace: true } as never); };
  const shownFirst = pinned.some((r) => r.name === report.name);
  const pin = <button type="button" className="btn btn-quiet report-pin" aria-pressed={shownFirst} onClick={() => toggle(report.name)}>{t(shownFirst ? 'report.pinned' : 'report.pin')}</button>;
  return (
    <div className="report-page">
      {/* Not before the record it begins with is known: a list opened meanwhile would close again. */}
      {known && fields.length > 0 && <div className="report-inputs">{fields.map((field) => <FormField key={field.name} field={field} value={inputs[field.name]} title={latest?.field === field.name ? latest.title : undefined} empty={field.required ? undefined : t(field.name === 'project' ? 'section.allProjects' : 'report.every')} refused="" onChange={(value) => set(field.name, value)} />)}</div>}
      <ReportFigure report={report} inputs={inputs} ready={known} limit={rows} open tools={pin} />
      {hasPicture(report.chart) && <ReportFigure report={{ ...report, chart: 'table' }} inputs={inputs} ready={known} limit={rows} more={() => setRows(rows + 2000)} open below title={t('report.table')} />}
    </div>
  );
}
