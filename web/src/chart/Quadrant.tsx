import { useTranslation } from 'react-i18next';
import type { Cells } from '../api/report';
import type { Field } from '../api/types';
import { axisText, clip, Opens, codeColor, useWidth, type ChartProps } from './parts';
import { figure, isMeasure, nameColumn, ticks } from './shape';
import { tip } from './tip';

const height = 340;
const pad = { left: 52, right: 20, top: 14, bottom: 44 };

/** An index is good from one on; other scales are parted in their middle. */
const middle = (column: Field, low: number, high: number): number => (/^(spi|cpi)/.test(column.name) ? 1 : (low + high) / 2);

interface Box { left: number; right: number; y: number }

/** The side of a point where its name meets no other; 0 where there is no room: then the pointer tells it. */
function sideOf(taken: Box[], x: number, y: number, gap: number, width: number, low: number, high: number): -1 | 0 | 1 {
  for (const side of [1, -1] as const) {
    const box: Box = side > 0 ? { left: x + gap, right: x + gap + width, y } : { left: x - gap - width, right: x - gap, y };
    if (box.left < low || box.right > high || taken.some((b) => Math.abs(b.y - y) < 14 && b.left < box.right && box.left < b.right)) continue;
    taken.push(box);
    return side;
  }
  return 0;
}

/** Two measures across each other, the middle of both drawn; what shares a place is fanned out. */
export function Quadrant({ table, teller, label }: ChartProps) {
  const { t, i18n } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const [along, up, size] = table.columns.filter(isMeasure);
  const name = nameColumn(table.columns, table.rows);
  if (!along || !up || !name) return <p className="chart-none">{t('report.noFigures')}</p>;
  const rows = table.rows.filter((row) => figure(along, row) !== null && figure(up, row) !== null);
  const range = (column: typeof along): [number, number] => {
    const values = rows.map((row) => figure(column, row)!);
    if (column.kind === 'integer' && values.every((v) => v >= 1 && v <= 5)) return [0.5, 5.5];
    const marks = ticks(Math.min(0, ...values), Math.max(...values, 1) * (size ? 1.1 : 1));
    return [marks[0]!, marks[marks.length - 1]!];
  };
  const [x0, x1] = range(along);
  const [y0, y1] = range(up);
  const x = (value: number) => pad.left + ((value - x0) / (x1 - x0)) * Math.max(60, width - pad.left - pad.right);
  const y = (value: number) => pad.top + (1 - (value - y0) / (y1 - y0)) * (height - pad.top - pad.bottom);
  const code = table.columns.find((c) => c.name === 'quadrant') ?? table.columns.find((c) => (c.kind === 'text' || c.kind === 'choice') && c !== name);
  const codes = code ? [...new Set(rows.map((row) => String(row[code.name] ?? '')))] : [];
  const largest = size ? Math.max(1, ...rows.map((row) => Math.abs(figure(size, row) ?? 0))) : 1;
  const radius = (row: Cells) => (size ? 4 + Math.sqrt(Math.abs(figure(size, row) ?? 0) / largest) * 12 : 6);
  const used = new Map<string, number>();
  const labels: Box[] = [];
  const marksOf = (low: number, high: number) => (high - low === 5 ? [1, 2, 3, 4, 5] : ticks(low, high).filter((m) => m <= high));
  return (
    <div className="quadrant" ref={box}>
      {width > 0 && (
        <svg width={width} height={height} role="group" aria-label={label}>
          <rect x={pad.left} y={pad.top} width={width - pad.left - pad.right} height={height - pad.top - pad.bottom} className="plot" />
          <line x1={x(middle(along, x0, x1))} x2={x(middle(along, x0, x1))} y1={pad.top} y2={height - pad.bottom} className="middle-line" />
          <line y1={y(middle(up, y0, y1))} y2={y(middle(up, y0, y1))} x1={pad.left} x2={width - pad.right} className="middle-line" />
          {marksOf(x0, x1).map((m) => <text key={m} x={x(m)} y={height - pad.bottom + 16} textAnchor="middle" className="axis-text">{axisText(along, m, i18n.language)}</text>)}
          {marksOf(y0, y1).map((m) => <text key={m} x={pad.left - 8} y={y(m) + 4} textAnchor="end" className="axis-text">{axisText(up, m, i18n.language)}</text>)}
          <text x={(pad.left + width - pad.right) / 2} y={height - 6} textAnchor="middle" className="axis-title">{teller.axis(along)}</text>
          <text x={12} y={(pad.top + height - pad.bottom) / 2} textAnchor="middle" className="axis-title" transform={`rotate(-90 12 ${(pad.top + height - pad.bottom) / 2})`}>{teller.axis(up)}</text>
          {rows.map((row, k) => {
            const key = `${figure(along, row)} ${figure(up, row)}`;
            const turn = used.get(key) ?? 0;
            used.set(key, turn + 1);
            const cx = x(figure(along, row)!);
            const cy = y(figure(up, row)!) + (turn % 2 ? 1 : -1) * Math.ceil(turn / 2) * 15;
            const text = teller.tell(name, row);
            const said = clip(text, width < 560 ? 8 : 14);
            const side = sideOf(labels, cx, cy, radius(row) + 4, said.length * 12, pad.left, width);
            const value = code ? String(row[code.name] ?? '') : '';
            const color = codeColor(value, code ? codes.indexOf(value) : 0);
            return (
              <Opens key={k} to={teller.rowLink(row)} name={text} {...tip(text, ...table.columns.filter((c) => c !== name).map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`))}>
                <circle cx={cx} cy={cy} r={radius(row)} fill={color} fillOpacity="0.85" stroke="var(--surface)" />
                {side !== 0 && <text x={cx + side * (radius(row) + 4)} y={cy + 4} textAnchor={side > 0 ? 'start' : 'end'} className="point-text">{said}</text>}
              </Opens>
            );
          })}
        </svg>
      )}
      {code && codes.length > 1 && <ul className="legend legend-below">{codes.map((c, k) => <li key={c}><svg width="12" height="10" aria-hidden="true"><circle cx="6" cy="5" r="4.500" fill={codeColor(c, k)} /></svg>{teller.tell(code, rows.find((row) => String(row[code.name] ?? '') === c)!) || t('common.none')}</li>)}</ul>}
    </div>
  );
}
