import { useTranslation } from 'react-i18next';
import { clip, useWidth, type ChartProps } from './parts';
import { figure } from './shape';
import { tip } from './tip';

const height = 340;
const pad = { left: 68, right: 20, top: 14, bottom: 44 };
/** Borders of the zones as shares of the buffer at 0 and at 100 % of the chain, as the server has them. */
const borders = { yellow: [10, 70], red: [30, 90] } as const;

/** The fever chart of a critical chain: how much of each chain is done against how much of its buffer is used. */
export function Fever({ table, teller, label }: ChartProps) {
  const { t } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const column = (name: string) => table.columns.find((c) => c.name === name)!;
  const [done, used, name] = [column('done'), column('used'), column('activities')];
  const rows = table.rows.filter((row) => figure(done, row) !== null && figure(used, row) !== null);
  const top = Math.max(110, ...rows.map((row) => Math.ceil(figure(used, row)! / 10) * 10 + 10));
  const low = Math.min(0, ...rows.map((row) => Math.floor(figure(used, row)! / 10) * 10));
  const x = (v: number) => pad.left + (v / 100) * Math.max(60, width - pad.left - pad.right);
  const y = (v: number) => pad.top + (1 - (v - low) / (top - low)) * (height - pad.top - pad.bottom);
  const zone = (below: readonly [number, number], above: readonly [number, number]) => `M${x(0)} ${y(below[0])}L${x(100)} ${y(below[1])}V${y(above[1])}L${x(0)} ${y(above[0])}Z`;
  return (
    <div className="fever" ref={box}>
      {rows.length === 0 && <p className="chart-none">{t('report.fever.none')}</p>}
      {width > 0 && (
        <svg width={width} height={height} role="img" aria-label={label}>
          <path className="fever-green" d={zone([low, low], borders.yellow)} />
          <path className="fever-yellow" d={zone(borders.yellow, borders.red)} />
          <path className="fever-red" d={zone(borders.red, [top, top])} />
          {[0, 25, 50, 75, 100].map((m) => <text key={m} x={x(m)} y={height - pad.bottom + 16} textAnchor="middle" className="axis-text">{m}%</text>)}
          {[0, 50, 100, 150, 200].filter((m) => m <= top).map((m) => <text key={m} x={pad.left - 8} y={y(m) + 4} textAnchor="end" className="axis-text">{m}%</text>)}
          <text x={(pad.left + width - pad.right) / 2} y={height - 6} textAnchor="middle" className="axis-title">{teller.head(done)}</text>
          <text x={12} y={(pad.top + height - pad.bottom) / 2} textAnchor="middle" className="axis-title" transform={`rotate(-90 12 ${(pad.top + height - pad.bottom) / 2})`}>{teller.head(used)}</text>
          {rows.map((row, k) => {
            const critical = row['kind'] === 'critical';
            const cx = x(figure(done, row)!);
            const cy = y(figure(used, row)!);
            const text = critical ? teller.tell(column('kind'), row) : teller.tell(name, row);
            const left = cx > width * 0.6;
            return (
              <g key={k} {...tip(text, `${teller.head(done)} ${teller.tell(done, row)}`, `${teller.head(used)} ${teller.tell(used, row)}`)}>
                <circle cx={cx} cy={cy} r={critical ? 8 : 5} fill="var(--text-1)" stroke="var(--surface)" strokeWidth="2" />
                <text x={cx + (left ? -12 : 12)} y={cy + 4} textAnchor={left ? 'end' : 'start'} className="point-text">{clip(text, width < 560 ? 10 : 22)}</text>
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}
