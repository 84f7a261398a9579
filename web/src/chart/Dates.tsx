import { useTranslation } from 'react-i18next';
import { civil, dayNumber, formatDay, minutesPerDay, monthName, parsePlanDate, todayMinutes } from '../format/date';
import { To } from '../ui/To';
import { seriesColor, type ChartProps } from './parts';
import { isDay, nameColumn } from './shape';
import { tip } from './tip';

const shapes = ['M6 1 11 11H1z', 'M6 .5 11.500 6 6 11.500.500 6z', 'M6 1.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9z', 'M1.500 1.500h9v9h-9z'];

/** Several days of each record on one time line: what was wanted, promised, done. */
export function Dates({ table, teller, label }: ChartProps) {
  const { t, i18n } = useTranslation();
  const days = table.columns.filter(isDay);
  const name = nameColumn(table.columns, table.rows);
  const at = (text: unknown) => (text ? Math.floor(parsePlanDate(String(text)) / minutesPerDay) : NaN);
  const today = Math.floor(todayMinutes() / minutesPerDay);
  const all = table.rows.flatMap((row) => days.map((c) => at(row[c.name]))).filter(Number.isFinite);
  if (!name || all.length === 0) return <p className="chart-none">{t('report.noFigures')}</p>;
  const low = Math.min(today, ...all) - 5;
  const high = Math.max(today, ...all) + 5;
  const place = (day: number) => `${((day - low) / (high - low)) * 100}%`;
  return (
    <div className="dates" role="group" aria-label={label}>
      <div className="chart-tools"><ul className="legend">{days.map((c, k) => <li key={c.name}><Mark k={k} />{teller.head(c)}</li>)}</ul></div>
      <ul>
        {table.rows.slice(0, 20).map((row, k) => {
          const own = days.map((c) => at(row[c.name])).filter(Number.isFinite);
          const to = teller.rowLink(row);
          const text = teller.tell(name, row);
          return (
            <li key={k} className="bars-row" {...tip(text, ...table.columns.filter((c) => c !== name).map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`))}>
              <span className="bars-name">{to ? <To to={to}>{text}</To> : text}</span>
              <span className="bars-track dates-track">
                <span className="dates-today" style={{ left: place(today) }} />
                {own.length > 1 && <span className="dates-span" style={{ left: place(Math.min(...own)), width: `calc(${place(Math.max(...own))} - ${place(Math.min(...own))})` }} />}
                {days.map((c, n) => (Number.isFinite(at(row[c.name])) ? <span key={c.name} className="dates-mark" style={{ left: place(at(row[c.name])) }}><Mark k={n} /><span className="visually-hidden">{teller.head(c)} {formatDay(at(row[c.name]) * minutesPerDay)}</span></span> : null))}
              </span>
            </li>
          );
        })}
      </ul>
      <div className="bars-row bars-axis" aria-hidden="true"><span className="bars-name" /><span className="bars-track">{months(low, high).map((m) => <span key={m} className="bars-mark" style={{ left: place(m) }}>{monthName(civil(m * minutesPerDay).month, i18n.language)}</span>)}</span></div>
    </div>
  );
}

function Mark({ k }: { k: number }) {
  return <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path d={shapes[k % shapes.length]} fill={seriesColor(k)} /></svg>;
}

/** First days of months within the span, at most ten of them. */
function months(low: number, high: number): number[] {
  const out: number[] = [];
  let { year, month } = civil(low * minutesPerDay);
  for (let k = 0; k < 240; k++) {
    month++;
    if (month > 12) { month = 1; year++; }
    const day = dayNumber(year, month, 1);
    if (day > high) break;
    out.push(day);
  }
  const every = Math.max(1, Math.ceil(out.length / 10));
  return out.filter((_, k) => k % every === 0);
}
