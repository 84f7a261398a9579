import { useTranslation } from 'react-i18next';
import { formatMoney, grouped, type Money } from '../format/number';
import { usePeople } from './usePeople';

const depthMost = 4;
const entriesMost = 40;

/** A document field: names for lists of people, otherwise its entries one under the other. */
export function DocumentView({ value, people }: { value: unknown; people: boolean }) {
  const names = usePeople(people);
  const { t } = useTranslation();
  if (people && Array.isArray(value)) return <>{value.map((id) => names.get(String(id)) ?? String(id)).join(t('common.listSeparator'))}</>;
  const entries = value && typeof value === 'object' ? Object.keys(value).length : 0;
  if (entries === 0) return <>{value === null || value === undefined || entries === 0 && typeof value === 'object' ? '—' : String(value)}</>;
  return <details className="document"><summary>{t('record.entries', { count: entries })}</summary><Part value={value} depth={0} /></details>;
}

function Part({ value, depth }: { value: unknown; depth: number }) {
  const { i18n } = useTranslation();
  if (value === null || value === undefined) return <>—</>;
  if (typeof value === 'number') return <>{grouped(value)}</>;
  if (typeof value !== 'object') return <>{String(value)}</>;
  if ('minor' in value && 'currency' in value) return <>{formatMoney(value as Money, i18n.language)}</>;
  if (depth >= depthMost) return <>…</>;
  if (Array.isArray(value)) return <ol className="document-list">{value.slice(0, entriesMost).map((part: unknown, k) => <li key={k}><Part value={part} depth={depth + 1} /></li>)}</ol>;
  return <dl className="document-map">{Object.entries(value).slice(0, entriesMost).map(([name, part]) => <div key={name}><dt>{name.replaceAll('_', ' ')}</dt><dd><Part value={part} depth={depth + 1} /></dd></div>)}</dl>;
}
