import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import { entries } from '../app/map';
import { Empty, Skeleton } from '../ui/parts';
import { FunctionRegisters } from './FunctionRegisters';
import { OpenItems } from './OpenItems';
import './home.css';

/** An entry without a picture of its own yet: what will live here, and the registers that already do. */
export default function SectionPage() {
  const { t } = useTranslation();
  const label = useLabel();
  const { section } = useParams({ strict: false }) as { section: string };
  const schema = useSchema();
  const entry = entries.find((e) => e.path === `/${section}`);
  if (!entry) return <Empty title={t('section.unknown')} action={<Link to="/" className="btn">{t('nav.home')}</Link>} />;
  if (!schema) return <Skeleton rows={8} />;
  const reports = [...schema.reports.values()];
  const own = schema.functions.some((f) => entry.functions.includes(f.name) && f.records.length > 0);
  const mine = ['action_item', 'risk', 'issue', 'approval', 'timesheet', 'notification'].filter((name) => schema.records.get(name)?.fields.some((f) => f.name === 'owner' || f.name === 'assignee'));
  return (
    <div className="page">
      <header className="page-head"><h1>{t(`nav.${entry.key}`)}</h1></header>
      <p className="page-lead">{t(`section.text.${entry.key}`)}</p>
      {entry.key === 'work' && <div className="home-columns">{mine.map((name) => <OpenItems key={name} record={name} title={label(schema.records.get(name)!.labels)} filter="owner = @me" />)}</div>}
      {entry.key === 'reports' && reports.length > 0 && (
        <div className="functions">
          {schema.functions.filter((f) => f.reports.length > 0).map((fn) => <section key={fn.name} className="card function-card"><h2>{label(fn.labels)}</h2><ul>{fn.reports.map((r) => <li key={r.name}><Link to="/reports/$report" params={{ report: r.name }}>{label(r.labels)}</Link></li>)}</ul></section>)}
        </div>
      )}
      {!own && entry.key !== 'reports' && entry.key !== 'work' && <div className="card"><Empty title={t('section.notYet')}>{t('section.notYetText')}</Empty></div>}
      <FunctionRegisters entry={entry} />
    </div>
  );
}
