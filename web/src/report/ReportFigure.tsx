import { lazy, Suspense, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useWatchedReport, type ReportTable } from '../api/report';
import { useLabel } from '../api/schema';
import type { Field, Report } from '../api/types';
import { findingOf } from '../chart/finding';
import { hasPicture } from '../chart/kinds';
import { useTeller } from '../chart/teller';
import { Tip } from '../chart/tip';
import { formatMoment } from '../format/date';
import { ExportMenu } from '../register/ExportMenu';
import { FormField } from '../register/FormField';
import { Boundary } from '../ui/Boundary';
import { Icon } from '../ui/icons';
import { Failed, Skeleton } from '../ui/parts';
import { To } from '../ui/To';
import { ReportRows } from './ReportRows';
import { useLatest } from './useLatest';
import { useSeen } from './useSeen';
import { Working } from '../ui/Working';
import './report.css';

const Chart = lazy(() => import('../chart/Chart'));

interface Props {
  report: Report; inputs?: Record<string, string | undefined>; title?: string | undefined; limit?: number;
  /** Where nothing is to be seen the card is left out: on homes, where room is short. */
  quiet?: boolean; wide?: boolean;
  /** On its own page, which asks for the inputs: not before they are known. */
  open?: boolean; ready?: boolean; tools?: ReactNode;
  /** The table under a picture of the same figures. */
  below?: boolean; more?: () => void;
}

/** A declared report as a card: the finding, the picture, the same figures as a table, the export. Computed once it is seen. */
export function ReportFigure({ report, inputs = {}, title, limit = 12, quiet = false, open = false, wide = false, ready = true, tools, below = false, more }: Props) {
  const { t } = useTranslation();
  const label = useLabel();
  const [asked, setAsked] = useState<Record<string, string | undefined>>({});
  const [rows, setRows] = useState(false);
  const [place, seen] = useSeen();
  const missing = open ? [] : (report.inputs ?? []).filter((f) => (f.name !== 'project' || f.required) && !inputs[f.name] && (f.required || f.kind === 'link' || f.kind === 'text'));
  const { inputs: full, latest, known } = useLatest(report, { ...inputs, ...asked });
  const slow = open && (report.inputs ?? []).some((f) => f.required);
  const { answer, progress, stopped, stop, again } = useWatchedReport(report.name, full, ready && known && (quiet || seen), slow);
  const table = answer.data;
  const teller = useTeller(report.function, table?.columns ?? []);
  const name = title ?? label(report.labels);
  const drawn = hasPicture(report.chart) && !rows;
  if (quiet && (answer.isError || (table && (table.refused || table.rows.length === 0)))) return null;
  if (below && (!table || table.rows.length === 0)) return null;
  const keys = (event: KeyboardEvent) => { if (event.key === 't' && !(event.target instanceof HTMLInputElement) && hasPicture(report.chart)) setRows(!rows); };
  const finding = table && !below ? findingOf(table, report.chart ?? 'table', teller, t) : '';
  const shown = table !== undefined && table.rows.length > 0;
  return (
    <section ref={place} className={`card report-card${wide ? ' report-wide' : ''}`} data-report={report.name} aria-label={name} onKeyDown={keys}>
      <header className="card-head">
        <h2>{open ? name : <To to={reportPath(report.name, full)} className="card-link">{name}</To>}</h2>
        <span className="report-tools">
          {tools}
          {shown && !open && hasPicture(report.chart) && <button type="button" className="btn btn-icon btn-quiet" aria-pressed={rows} aria-label={t('report.asTable')} title={`${t('report.asTable')} (T)`} onClick={() => setRows(!rows)}><Icon name="columns" /></button>}
          {shown && !below && <ExportMenu quiet path={`/reports/${report.name}`} name={report.name} query={full} />}
        </span>
      </header>
      {known && missing.length > 0 && <div className="report-inputs">{missing.map((field) => <FormField key={field.name} field={field} value={full[field.name]} title={latest?.field === field.name ? latest.title : undefined} refused="" onChange={(value) => setAsked((old) => ({ ...old, [field.name]: value === null || value === undefined ? undefined : String(value) }))} />)}</div>}
      <div className="report-body">
        {answer.isError ? <Failed error={answer.error} retry={() => void answer.refetch()} /> : table ? content(table, missing) : stopped ? <p className="report-refused">{t('report.stopped')} <button type="button" className="btn" onClick={again}>{t('report.compute')}</button></p> : progress ? <Working progress={progress} stop={stop} /> : seen || quiet ? <Skeleton rows={5} /> : <div className="report-unseen" />}
      </div>
      {table?.asOf && shown && !below && <footer className="report-foot">{t('report.asOf', { when: formatMoment(table.asOf) })}</footer>}
      <Tip />
    </section>
  );

  function content(shown: ReportTable, asks: Field[]) {
    if (shown.refused) return <p className="report-refused">{asks.some((f) => !full[f.name]) ? t('report.needsInput') : shown.refused}</p>;
    if (shown.rows.length === 0) return <p className="report-refused">{t(asks.some((f) => f.required && !full[f.name]) ? 'report.needsInput' : 'report.nothing')}</p>;
    const figures = <ReportRows table={shown} teller={teller} limit={limit} label={name} project={Boolean(full['project'])} {...(more ? { more } : {})} />;
    return (
      <>
        {finding && <p className="report-finding">{finding}</p>}
        {drawn ? <Boundary instead={figures}><Suspense fallback={<Skeleton rows={5} />}><Chart kind={report.chart!} table={shown} teller={teller} label={finding ? `${name}: ${finding}` : name} /></Suspense></Boundary> : figures}
      </>
    );
  }
}

function reportPath(name: string, inputs: Record<string, string | undefined>): string {
  const search = new URLSearchParams(Object.entries(inputs).filter((e): e is [string, string] => Boolean(e[1])));
  return `/reports/${name}${search.size > 0 ? `?${search.toString()}` : ''}`;
}
