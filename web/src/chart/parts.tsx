import { useLayoutEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportTable } from '../api/report';
import type { Field } from '../api/types';
import { compact, grouped } from '../format/number';
import { useGo } from '../ui/To';
import type { Group } from './shape';
import type { Teller } from './teller';

export interface ChartProps { table: ReportTable; teller: Teller; label: string }

export const seriesColor = (k: number): string => `var(--series-${(k % 6) + 1})`;
/** A state of health has its own colour, whatever else is drawn. */
export const codeColor = (code: string, k: number): string => (['red', 'amber', 'green', 'grey'].includes(code) ? `var(--${code})` : seriesColor(k));
/** A second sign beside the colour, for readers who do not tell the colours apart. */
export const seriesDash = ['', '6 3', '2 3', '8 3 2 3', '4 2', '1 3'];

/** The width of an element that may come and go with the figures it is drawn for. */
export function useWidth<T extends HTMLElement>(): [(element: T | null) => void, number] {
  const [element, setElement] = useState<T | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return [setElement, width];
}

/** An axis label: short, in the column's kind. */
export function axisText(column: Field, value: number, language: string): string {
  if (column.kind === 'percent') return `${grouped(value)}%`;
  if (column.kind === 'minutes') return grouped(Math.round(value / 48) / 10);
  const sign = value < 0 ? '−' : '';
  return sign + compact(Math.abs(value), language);
}

export function Legend({ names, dashed = false }: { names: string[]; dashed?: boolean }) {
  if (names.length < 2) return null;
  return (
    <ul className="legend">
      {names.map((name, k) => (
        <li key={name}><svg width="18" height="10" aria-hidden="true">{dashed ? <line x1="0" x2="18" y1="5" y2="5" stroke={seriesColor(k)} strokeWidth="2" strokeDasharray={seriesDash[k % 6]} /> : <rect width="10" height="10" x="4" rx="2" fill={seriesColor(k)} />}</svg>{name}</li>
      ))}
    </ul>
  );
}

/** Which figures are shown, where they do not share an axis. */
export function GroupPicker({ list, at, choose, teller }: { list: Group[]; at: number; choose: (k: number) => void; teller: Teller }) {
  const { t } = useTranslation();
  if (list.length < 2) return null;
  return (
    <select className="select chart-pick" aria-label={t('report.measure')} value={at} onChange={(e) => choose(Number(e.target.value))}>
      {list.map((group, k) => <option key={group.key} value={k}>{group.columns.map(teller.head).join(t('common.listSeparator'))}</option>)}
    </select>
  );
}

/** An element of an SVG that opens a record by pointer and by key; plain where it leads nowhere. */
export function Opens({ to, name, children, ...handlers }: { to: string | undefined; name: string; children: ReactNode } & Record<string, unknown>) {
  const go = useGo();
  if (!to) return <g {...handlers}>{children}</g>;
  const keys = (event: KeyboardEvent) => { if (event.key === 'Enter') { event.preventDefault(); go(to); } };
  return <g role="link" tabIndex={0} aria-label={name} className="chart-link" onClick={() => go(to)} onKeyDown={keys} {...handlers}>{children}</g>;
}

export const clip = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
