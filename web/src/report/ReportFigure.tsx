import { lazy, Suspense, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useReport, type ReportTable } from '../api/report';
import { useShortList } from '../api/records';
import { useLabel, useSchema } from '../api/schema';
import type { Field, Report } from '../api/types';
import { findingOf } from '../chart/finding';
import { hasPicture } from '../chart/kinds';
import { useTeller } from '../chart/teller';
import { Tip } from '../chart/tip';
import { formatMoment } from '../format/date';
import { ExportMenu } from '../register/ExportMenu';
import { FormField } from '../register/FormField';
import { titleOfRow } from '../register/title';
import { Boundary } from '../ui/Boundary';
import { Icon } from '../ui/icons';
import { Failed, Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import { ReportRows } from './ReportRows';
import './report.css';

const Chart = lazy(() => import('../chart/Chart'));

interface Props {
  report: Report; inputs?: Record<string, string | undefined>; title?: string | undefined; limit?: number;
  /** Where nothing is to be seen the card is left out: on homes, where room is short. */
  quiet?: boolean; open?: boolean; wide?: boolean;
}

/** A declared report as a card: the finding, the picture, the same figures as a table, the export. */
export function ReportFigure({ report, inputs = {}, title, limit = 12, quiet = false, open = false, wide = false }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  const [asked, setAsked] = useState<Record<string, string | undefined>>({});
  const [rows, setRows] = useState(false);
  const missing = (report.inputs ?? []).filter((f) => (f.name !== 'project' || f.required) && !inputs[f.name] && (f.required || f.kind === 'link' || f.kind === 'text'));
  // A report about one record begins with the latest of its kind.
  const about = missing.find((f) => f.kind === 'link' && f.required);
  const { first, known } = useLatest(about?.target);
  const full = { ...inputs, ...(about && first ? { [about.name]: first.id } : {}), ...asked };
  const answer = useReport(report.name, full, !about || known);
  const table = answer.data;
  const teller = useTeller(report.function, table?.columns ?? []);
  const name = title ?? label(report.labels);
  const drawn = hasPicture(report.chart) && !rows;
  if (quiet && (answer.isError || (table && (table.refused || table.rows.length === 0)))) return null;
  const keys = (event: KeyboardEvent) => { if (event.key === 't' && !(event.target instanceof HTMLInputElement) && hasPicture(report.chart)) setRows(!rows); };
  const finding = table ? findingOf(table, report.chart ?? 'table', teller, t) : '';
  return (
    <section className={`card report-card${wide ? ' report-wide' : ''}`} data-report={report.name} aria-label={name} onKeyDown={keys}>
      <header className="card-head">
        <h2>{open ? name : <To to={reportPath(report.name, full)} className="card-link">{name}</To>}</h2>
        <span className="report-tools">
          {table && table.rows.length > 0 && hasPicture(report.chart) && <button type="button" className="btn btn-icon btn-quiet" aria-pressed={rows} aria-label={t('report.asTable')} title={`${t('report.asTable')} (T)`} onClick={() => setRows(!rows)}><Icon name="columns" /></button>}
          {table && table.rows.length > 0 && <ExportMenu quiet path={`/reports/${report.name}`} name={report.name} query={full} />}
        </span>
      </header>
      {missing.length > 0 && <div className="report-inputs">{missing.map((field) => <FormField key={`${field.name} ${known}`} field={field} value={full[field.name]} title={field === about && !asked[field.name] ? first?.title : undefined} refused="" onChange={(value) => setAsked((old) => ({ ...old, [field.name]: value === null || value === undefined ? undefined : String(value) }))} />)}</div>}
      <div className="report-body">
        {answer.isPending ? <Skeleton rows={5} /> : answer.isError ? <Failed error={answer.error} retry={() => void answer.refetch()} /> : content(table!, missing)}
      </div>
      {table?.asOf && table.rows.length > 0 && <footer className="report-foot">{t('report.asOf', { when: formatMoment(table.asOf) })}</footer>}
      <Tip />
    </section>
  );

  function content(shown: ReportTable, asks: Field[]) {
    if (shown.refused) return <p className="report-refused">{asks.some((f) => !full[f.name]) ? t('report.needsInput') : shown.refused}</p>;
    if (shown.rows.length === 0) return <p className="report-refused">{t(asks.some((f) => f.required && !full[f.name]) ? 'report.needsInput' : 'report.nothing')}</p>;
    const figures = <ReportRows table={shown} teller={teller} limit={limit} label={name} project={Boolean(full['project'])} />;
    return (
      <>
        {finding && <p className="report-finding">{finding}</p>}
        {drawn ? <Boundary instead={figures}><Suspense fallback={<Skeleton rows={5} />}><Chart kind={report.chart!} table={shown} teller={teller} label={finding ? `${name}: ${finding}` : name} /></Suspense></Boundary> : figures}
      </>
    );
  }
}

/** The record a report is about until another is chosen. */
function useLatest(target: string | null | undefined): { first: { id: string; title: string } | null; known: boolean } {
  const type = useSchema()?.records.get(target ?? '');
  // Of projects the first in trouble.
  const list = useShortList(type?.plural ?? '', { sort: target === 'project' ? '-rag,created_at' : '-created_at', limit: 1 }, Boolean(type));
  const row = list.data?.items[0];
  return { first: row && type ? { id: row.id, title: titleOfRow(row, type) } : null, known: !type || list.isFetched };
}

function reportPath(name: string, inputs: Record<string, string | undefined>): string {
  const search = new URLSearchParams(Object.entries(inputs).filter((e): e is [string, string] => Boolean(e[1])));
  return `/reports/${name}${search.size > 0 ? `?${search.toString()}` : ''}`;
}
