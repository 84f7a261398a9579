import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cells } from '../api/report';
import { civil, dayNumber, formatDay, minutesPerDay, monthName, parsePlanDate, todayMinutes, weekday } from '../format/date';
import { Icon } from '../ui/icons';
import { To } from '../ui/To';
import { useWidth, type ChartProps } from './parts';
import { isDay, nameColumn } from './shape';
import { tip } from './tip';

const perDay = 3;

/** What falls on which day, a month at a time; on a narrow screen the same as a list. */
export function Month({ table, teller, label }: ChartProps) {
  const { t, i18n } = useTranslation();
  const [box, width] = useWidth<HTMLDivElement>();
  const day = table.columns.find(isDay);
  const name = nameColumn(table.columns, table.rows);
  const today = Math.floor(todayMinutes() / minutesPerDay);
  const [shift, setShift] = useState(0);
  if (!day || !name) return <p className="chart-none">{t('report.noFigures')}</p>;
  const dated = table.rows.map((row) => ({ row, at: Math.floor(parsePlanDate(String(row[day.name] ?? '')) / minutesPerDay) })).filter((d) => Number.isFinite(d.at));
  const now = civil(today * minutesPerDay);
  const month = new Date(Date.UTC(now.year, now.month - 1 + shift, 1));
  const [year, number] = [month.getUTCFullYear(), month.getUTCMonth() + 1];
  const first = dayNumber(year, number, 1);
  const start = first - ((weekday(first) + 6) % 7);
  const weeks = Math.ceil((dayNumber(number === 12 ? year + 1 : year, number === 12 ? 1 : number + 1, 1) - start) / 7);
  const late = (at: number, row: Cells) => at < today && Number(row['days_left'] ?? -1) < 0;
  const item = (row: Cells, at: number, k: number) => {
    const text = teller.tell(name, row);
    const to = teller.rowLink(row);
    return <li key={k} className={`month-item${late(at, row) ? ' month-late' : ''}`} {...tip(text, ...table.columns.filter((c) => c !== name).map((c) => `${teller.head(c)} ${teller.tell(c, row) || t('common.none')}`))}>{to ? <To to={to}>{text}</To> : text}</li>;
  };
  const inMonth = dated.filter((d) => d.at >= first && civil(d.at * minutesPerDay).month === number && civil(d.at * minutesPerDay).year === year).sort((a, b) => a.at - b.at);
  return (
    <div className="month" ref={box} role="group" aria-label={label}>
      <div className="chart-tools">
        <button type="button" className="btn btn-icon btn-quiet" aria-label={t('report.earlier')} onClick={() => setShift(shift - 1)}><Icon name="chevronLeft" /></button>
        <strong className="month-title">{i18n.language.startsWith('zh') ? `${year}年${number}月` : `${monthName(number, 'en')} ${year}`}</strong>
        <button type="button" className="btn btn-icon btn-quiet" aria-label={t('report.later')} onClick={() => setShift(shift + 1)}><Icon name="chevronRight" /></button>
        <span className="legend">{t('report.onDays', { count: inMonth.length })}</span>
      </div>
      {width > 0 && width < 520 ? <ul className="month-list">{inMonth.map((d, k) => <li key={k}><time>{formatDay(d.at * minutesPerDay)}</time><ul>{item(d.row, d.at, k)}</ul></li>)}</ul> : (
        <div className="month-grid">
          {[1, 2, 3, 4, 5, 6, 0].map((w) => <span key={w} className="month-weekday">{t(`report.weekday.${w}`)}</span>)}
          {Array.from({ length: weeks * 7 }, (_, k) => start + k).map((at) => {
            const c = civil(at * minutesPerDay);
            const own = dated.filter((d) => d.at === at);
            return (
              <div key={at} className={`month-day${c.month !== number ? ' month-other' : ''}${at === today ? ' month-today' : ''}`}>
                <span className="month-number">{c.day}{at === today && <span className="visually-hidden"> {t('plan.today')}</span>}</span>
                <ul>{own.slice(0, perDay).map((d, k) => item(d.row, at, k))}</ul>
                {own.length > perDay && <span className="month-more">+{own.length - perDay}</span>}
              </div>
            );
          })}
        </div>
      )}
    </div>
  );
}
