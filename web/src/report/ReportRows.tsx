import { useTranslation } from 'react-i18next';
import type { Cells, ReportTable } from '../api/report';
import type { Field } from '../api/types';
import { isMeasure } from '../chart/shape';
import type { Teller } from '../chart/teller';
import { Rag, ragOf } from '../ui/rag';
import { To } from '../ui/To';

/** The figures of a report as a table, the most overdue first; cells that name a record open it. */
export function ReportRows({ table, teller, limit, label, project = false, more }: { table: ReportTable; teller: Teller; limit: number; label: string; project?: boolean; more?: () => void }) {
  const { t } = useTranslation();
  // A column without a single value only takes room from the others.
  const columns = table.columns.filter((c) => !doubled(c, table.columns) && !(project && c.name === 'project') && table.rows.some((row) => teller.tell(c, row) !== ''));
  const late = table.columns.find((c) => c.name.startsWith('overdue') && isMeasure(c));
  const rows = late ? [...table.rows].sort((a, b) => Number(b[late.name] ?? 0) - Number(a[late.name] ?? 0)) : table.rows;
  if (columns.length > 10 && rows.length <= 6) return <Turned columns={columns} rows={rows} teller={teller} label={label} />;
  return (
    <>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
        <table className="table">
          <thead><tr>{columns.map((c) => <th key={c.name} scope="col" className={isMeasure(c) ? 'num' : ''}>{teller.head(c)}</th>)}</tr></thead>
          <tbody>{rows.slice(0, limit).map((row, k) => <tr key={k}>{columns.map((c) => <Cell key={c.name} column={c} row={row} teller={teller} yes={t('common.yes')} no={t('common.no')} />)}</tr>)}</tbody>
        </table>
      </div>
      {table.rows.length > limit && <p className="report-more">{t('report.moreRows', { count: table.rows.length - limit })}{more && <button type="button" className="btn btn-link" onClick={more}>{t('report.showMore')}</button>}</p>}
    </>
  );
}

/** Few rows of many figures are read from top to bottom: a line for each figure, a column for each row. */
function Turned({ columns, rows, teller, label }: { columns: Field[]; rows: Cells[]; teller: Teller; label: string }) {
  const { t } = useTranslation();
  const head = columns[0] && !isMeasure(columns[0]) ? columns[0] : undefined;
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="table table-turned">
        {head && <thead><tr><th scope="col">{teller.head(head)}</th>{rows.map((row, k) => { const to = teller.linkOf(head, row); return <th key={k} scope="col" className="num">{to ? <To to={to}>{teller.tell(head, row)}</To> : teller.tell(head, row)}</th>; })}</tr></thead>}
        <tbody>{columns.filter((c) => c !== head).map((c) => <tr key={c.name}><th scope="row">{teller.head(c)}</th>{rows.map((row, k) => <Cell key={k} column={c} row={row} teller={teller} yes={t('common.yes')} no={t('common.no')} />)}</tr>)}</tbody>
      </table>
    </div>
  );
}

/** The activity's own column repeats the name beside it. */
const doubled = (column: Field, columns: Field[]): boolean => column.name === 'activity' && columns.some((c) => c.name === 'name');

function Cell({ column, row, teller, yes, no }: { column: Field; row: Cells; teller: Teller; yes: string; no: string }) {
  const text = teller.tell(column, row);
  const value = row[column.name];
  if (column.kind === 'boolean') return <td>{typeof value === 'boolean' ? (value ? yes : no) : ''}</td>;
  if (column.name === 'rag' && text) return <td><Rag value={ragOf(value)} /></td>;
  const to = column.name === 'name' ? teller.linkOf({ ...column, name: 'activity', kind: 'link', target: '*' }, row) : teller.linkOf(column, row);
  const late = /^overdue|_late$/.test(column.name) && Number(value) > 0;
  return <td className={isMeasure(column) ? `num${late ? ' cell-late' : ''}` : text.length > 24 ? 'wide-text' : ''}>{to ? <To to={to}>{text}</To> : text}</td>;
}
