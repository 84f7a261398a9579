import { useTranslation } from 'react-i18next';
import type { Cells } from '../api/report';
import type { Field } from '../api/types';
import { To } from '../ui/To';
import type { ChartProps } from './parts';
import { figure, isLabel } from './shape';
import type { Teller } from './teller';

const cardsMost = 8;

/** Cards in lanes by state; lanes follow the declared order of the lifecycle. */
export function Board({ table, teller, label }: ChartProps) {
  const { t } = useTranslation();
  const lane = table.columns.find((c) => c.name === 'state') ?? table.columns.find((c) => c.kind === 'choice' || c.kind === 'text');
  const name = table.columns.find((c) => c.kind === 'link' && c.name !== 'project') ?? table.columns.find(isLabel);
  if (!lane || !name) return <p className="chart-none">{t('report.noFigures')}</p>;
  const order = teller.orderOf(lane);
  const keys = [...new Set(table.rows.map((row) => String(row[lane.name] ?? '')))].sort((a, b) => (order.indexOf(a) + 100) % 100 - (order.indexOf(b) + 100) % 100);
  return (
    <div className="board" role="group" aria-label={label} tabIndex={0}>
      {keys.map((key) => {
        const rows = table.rows.filter((row) => String(row[lane.name] ?? '') === key);
        return (
          <section key={key} className="lane" aria-label={teller.tell(lane, rows[0]!)}>
            <h3 className="lane-head">{teller.tell(lane, rows[0]!) || t('common.none')} <span className="count">{rows.length}</span></h3>
            <ul>{rows.slice(0, cardsMost).map((row, k) => <BoardCard key={k} row={row} name={name} lane={lane} columns={table.columns} teller={teller} />)}</ul>
            {rows.length > cardsMost && <p className="chart-more">{t('report.moreRows', { count: rows.length - cardsMost })}</p>}
          </section>
        );
      })}
    </div>
  );
}

function BoardCard({ row, name, lane, columns, teller }: { row: Cells; name: Field; lane: Field; columns: Field[]; teller: Teller }) {
  const late = columns.find((c) => /overdue|late/.test(c.name) && (figure(c, row) ?? 0) > 0);
  const to = teller.linkOf(name, row);
  const text = teller.tell(name, row);
  const facts = columns.filter((c) => c !== name && c !== lane && c !== late && teller.tell(c, row));
  return (
    <li className={`board-card${late ? ' board-late' : ''}`}>
      {to ? <To to={to} className="board-name">{text}</To> : <span className="board-name">{text}</span>}
      {facts.slice(0, 4).map((c) => <span key={c.name} className="board-fact">{c.name === 'project' ? '' : `${teller.head(c)} `}{teller.tell(c, row)}</span>)}
      {late && <span className="board-overdue">{teller.head(late)} {teller.tell(late, row)}</span>}
    </li>
  );
}
