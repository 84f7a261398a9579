import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useReport, type ReportTable } from '../api/report';
import { useLabel, useSchema } from '../api/schema';
import type { Field, Labels, Row } from '../api/types';
import { useReader } from '../register/useReader';
import { valueText } from '../register/value';
import { formatMoment } from '../format/date';
import { formatDuration, grouped } from '../format/number';
import { Card, Skeleton } from '../ui/parts';
import './report.css';

interface Props { name: string; inputs: Record<string, string | undefined>; title: string; plan?: string; limit: number }

/** A declared report as a short table with its finding and its as-of time; absent where the server has none. */
export function ReportCard({ name, inputs, title, plan, limit }: Props) {
  const { t } = useTranslation();
  const report = useReport(name, inputs);
  if (report.isError || report.data === null) return null;
  return (
    <Card title={<Link to="/reports/$report" params={{ report: name }} search={inputs as never} className="card-link">{title}</Link>} extra={report.data?.asOf ? t('report.asOf', { when: formatMoment(report.data.asOf) }) : undefined} className="report-card">
      {!report.data ? <Skeleton rows={4} /> : report.data.rows.length === 0 ? <p className="card-none">{t('report.nothing')}</p> : (
        <>
          {report.data.finding && <p className="report-finding">{report.data.finding}</p>}
          <ReportRows table={report.data} limit={limit} plan={plan} />
        </>
      )}
    </Card>
  );
}

const hidden = /(^|_)(id|activity|project|project_id|activity_id|uid)$/;

export function ReportRows({ table, limit, plan }: { table: ReportTable; limit: number; plan?: string | undefined }) {
  const { t, i18n } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  // A column without a single value only takes room from the others.
  const columns = table.columns.filter((c) => !hidden.test(c.name) && table.rows.some((row) => row[c.name] !== null && row[c.name] !== undefined && row[c.name] !== ''));
  const head = (c: ReportTable['columns'][number]): string => {
    if (c.label && typeof c.label === 'object') return label(c.label as Labels);
    if (typeof c.label === 'string') return c.label;
    const field = schema?.records.get('activity')?.fields.find((f) => f.name === c.name);
    return field ? label(field.labels) : t(`report.column.${c.name}`, { defaultValue: c.name.replaceAll('_', ' ') });
  };
  const reader = useReader();
  const cell = (c: ReportTable['columns'][number], value: unknown, row: Record<string, unknown>): string => {
    if (value === null || value === undefined) return '';
    // Columns are declared like fields: a declared kind decides how the figure is said.
    if (c.kind && c.kind !== 'text') return valueText(c as unknown as Field, value, reader, row as Row);
    if (typeof value === 'boolean') return value ? t('common.yes') : t('common.no');
    if (typeof value === 'number') return /minutes|float|variance|duration|slip/.test(c.name) && (c.unit === 'minutes' || /minutes|float/.test(c.name) || c.kind === 'minutes') ? formatDuration(value, 480, i18n.language) : c.kind === 'percent' ? `${grouped(value)}%` : grouped(value);
    if (typeof value === 'object') return 'zh' in value || 'en' in value ? label(value as Labels) : JSON.stringify(value);
    return /^\d{4}-\d\d-\d\dT/.test(String(value)) ? String(value).slice(0, 10) : String(value);
  };
  const activityOf = (row: Record<string, unknown>) => String(row['activity'] ?? row['activity_id'] ?? row['id'] ?? '');
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={t('report.table')}>
      <table className="table">
        <thead><tr>{columns.map((c) => <th key={c.name} className={typeof table.rows[0]?.[c.name] === 'number' ? 'num' : ''}>{head(c)}</th>)}</tr></thead>
        <tbody>
          {table.rows.slice(0, limit).map((row, k) => (
            <tr key={k}>
              {columns.map((c, n) => {
                const text = cell(c, row[c.name], row);
                const project = plan ?? (typeof row['project'] === 'string' ? row['project'] : undefined);
                const linked = (c.name === 'name' || (n === 0 && !columns.some((x) => x.name === 'name'))) && project && activityOf(row);
                return <td key={c.name} className={typeof row[c.name] === 'number' ? 'num' : text.length > 24 || c.name === 'name' ? 'wide-text' : ''}>{linked ? <Link to="/projects/$project/$tab" params={{ project, tab: 'plan' }} search={{ at: activityOf(row) } as never}>{text}</Link> : text}</td>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
