import { useTranslation } from 'react-i18next';
import type { Cells } from '../api/report';
import type { Field } from '../api/types';
import { clip, Opens, useWidth, type ChartProps } from './parts';
import { figure, isMeasure } from './shape';
import { tip } from './tip';

const height = 340;

interface Node { id: string; name: string; to: string | undefined; weight: number }

/** Who works with whom: people on a circle, the busier the nearer its top; a thicker line for more of it. */
export function Network({ table, teller, label }: ChartProps) {
  const { t } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const ends = table.columns.filter((c) => c.kind === 'link' && c.name !== 'project').slice(0, 2);
  const weight = table.columns.find(isMeasure);
  const [from, to] = ends;
  if (!from || !to) return <p className="chart-none">{t('report.noFigures')}</p>;
  const amount = (row: Cells) => (weight ? figure(weight, row) ?? 0 : 1);
  const nodes = new Map<string, Node>();
  const meet = (column: Field, row: Cells) => {
    const id = String(row[column.name] ?? '');
    const node = nodes.get(id) ?? { id, name: teller.tell(column, row), to: teller.linkOf(column, row), weight: 0 };
    node.weight += amount(row);
    nodes.set(id, node);
  };
  for (const row of table.rows) { meet(from, row); meet(to, row); }
  const list = [...nodes.values()].sort((a, b) => b.weight - a.weight).slice(0, 40);
  const most = Math.max(1, ...table.rows.map(amount));
  const busiest = Math.max(1, ...list.map((n) => n.weight));
  const radius = Math.max(40, Math.min(width / 2 - 110, height / 2 - 36));
  const place = (id: string): [number, number] | null => {
    const k = list.findIndex((n) => n.id === id);
    if (k < 0) return null;
    const angle = (k / list.length) * 2 * Math.PI - Math.PI / 2;
    return [width / 2 + Math.cos(angle) * radius, height / 2 + Math.sin(angle) * radius];
  };
  return (
    <div className="network" ref={box}>
      {width > 0 && (
        <svg width={width} height={height} role="group" aria-label={label}>
          {table.rows.map((row, k) => {
            const a = place(String(row[from.name] ?? ''));
            const b = place(String(row[to.name] ?? ''));
            if (!a || !b) return null;
            const said = `${teller.tell(from, row)} – ${teller.tell(to, row)}`;
            return <path key={k} d={`M${a[0]} ${a[1]}Q${width / 2} ${height / 2} ${b[0]} ${b[1]}`} fill="none" stroke="var(--series-1)" strokeOpacity="0.5" strokeWidth={1 + (amount(row) / most) * 6} {...tip(said, ...table.columns.filter(isMeasure).map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`))} />;
          })}
          {list.map((node) => {
            const [x, y] = place(node.id)!;
            const right = x >= width / 2 - 1;
            return (
              <Opens key={node.id} to={node.to} name={node.name} {...tip(node.name, weight ? `${teller.head(weight)} ${node.weight}` : '')}>
                <circle cx={x} cy={y} r={5 + (node.weight / busiest) * 8} fill="var(--series-1)" stroke="var(--surface)" strokeWidth="2" />
                <text x={x + (right ? 16 : -16)} y={y + 4} textAnchor={right ? 'start' : 'end'} className="point-text">{clip(node.name, 12)}</text>
              </Opens>
            );
          })}
        </svg>
      )}
    </div>
  );
}
