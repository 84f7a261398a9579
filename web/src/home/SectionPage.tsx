import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import type { FunctionType } from '../api/types';
import { entries, services } from '../app/map';
import { entryFunctions, FunctionTabs } from '../functions/FunctionTabs';
import { RiskMatrix } from '../functions/risk/RiskMatrix';
import { openingOf } from '../report/groups';
import { ReportFigure } from '../report/ReportFigure';
import { Empty, Skeleton } from '../ui/parts';
import { WorkPage } from './WorkPage';
import './home.css';
import '../functions/functions.css';

/** An entry of the navigation: one picture of each of its functions and the way into it. */
export default function SectionPage() {
  const { t } = useTranslation();
  const { section } = useParams({ strict: false }) as { section: string };
  const schema = useSchema();
  const entry = entries.find((e) => e.path === `/${section}`);
  if (!entry) return <Empty title={t('section.unknown')} action={<Link to="/" className="btn">{t('nav.home')}</Link>} />;
  if (!schema) return <Skeleton rows={8} />;
  const functions = entryFunctions(schema.functions, entry);
  return (
    <div className="page">
      <header className="page-head"><h1>{t(`nav.${entry.key}`)}</h1></header>
      <FunctionTabs entry={entry} current={null} />
      {entry.key === 'work' ? <WorkPage /> : <p className="page-lead">{t(`section.text.${entry.key}`)}</p>}
      {functions.length === 0 && <div className="card"><Empty title={t('section.notYet')}>{t('section.notYetText')}</Empty></div>}
      {entry.key !== 'work' && <div className="section-cards">{functions.map((fn) => <SectionCard key={fn.name} fn={fn} />)}</div>}
      {entry.key === 'reports' && <AllReports />}
    </div>
  );
}

/** The first picture of a function that needs no question, and its registers. */
export function SectionCard({ fn }: { fn: FunctionType }) {
  const label = useLabel();
  const schema = useSchema();
  const first = openingOf(fn.name, fn.reports)[0];
  const risk = fn.name === 'risk' ? schema?.records.get('risk') : undefined;
  return (
    <section className="section-card">
      <div className="section-head">
        <h2><Link to="/functions/$function" params={{ function: fn.name }}>{label(fn.labels)}</Link></h2>
        <span className="section-links">{fn.records.filter((r) => r.fields.length > 0).slice(0, 6).map((r) => <Link key={r.name} to="/functions/$function" params={{ function: fn.name }} search={{ register: r.name } as never}>{label(r.labels)}</Link>)}</span>
      </div>
      {risk ? <RiskMatrix type={risk} /> : first && <ReportFigure report={first} limit={6} />}
    </section>
  );
}

function AllReports() {
  const { t } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  const all = (schema?.functions ?? []).filter((f) => f.reports.length > 0 && !services.includes(f.name));
  return (
    <>
      <h2 className="section-title">{t('section.allReports')}</h2>
      <div className="functions">
        {all.map((fn) => <section key={fn.name} className="card function-card"><h3><Link to="/functions/$function" params={{ function: fn.name }}>{label(fn.labels)}</Link></h3><ul>{fn.reports.map((r) => <li key={r.name}><Link to="/reports/$report" params={{ report: r.name }}>{label(r.labels)}</Link></li>)}</ul></section>)}
      </div>
    </>
  );
}
