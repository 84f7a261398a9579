import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import { holds, services, type Entry } from '../app/map';

/** The functions of an entry beside each other; the first tab is their overview. */
export function FunctionTabs({ entry, current }: { entry: Entry; current: string | null }) {
  const { t } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  const shown = entryFunctions(schema?.functions ?? [], entry);
  if (shown.length === 0) return null;
  return (
    <nav className="tabs function-tabs" aria-label={t('section.functions')}>
      <Link to={entry.path as '/'} className="tab" activeOptions={{ exact: true }} aria-current={current === null ? 'page' : undefined}>{t('section.overview')}</Link>
      {shown.map((fn) => <Link key={fn.name} to="/functions/$function" params={{ function: fn.name }} className="tab function-tab" aria-current={current === fn.name ? 'page' : undefined}>{label(fn.labels)}</Link>)}
    </nav>
  );
}

/** In the order of the map, then what the installation adds. */
export function entryFunctions<T extends { name: string; records: unknown[]; reports: unknown[] }>(functions: T[], entry: Entry): T[] {
  const at = (name: string) => { const k = entry.functions.indexOf(name); return k < 0 ? 99 : k; };
  return functions.filter((fn) => holds(entry, fn.name) && !services.includes(fn.name) && fn.records.length + fn.reports.length > 0).sort((a, b) => at(a.name) - at(b.name));
}
