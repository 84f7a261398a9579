import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useLabel, useSchema } from '../api/schema';
import { holds, type Entry } from '../app/map';
import './home.css';

/** The registers and reports of an entry's functions, straight from the declarations. */
export function FunctionRegisters({ entry }: { entry: Entry }) {
  const { t } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  const functions = (schema?.functions ?? []).filter((f) => holds(entry, f.name) && (f.records.length > 0 || f.reports.length > 0));
  if (functions.length === 0) return null;
  return (
    <div className="functions">
      {functions.map((fn) => (
        <section key={fn.name} className="card function-card">
          <h2>{label(fn.labels)}</h2>
          <ul>
            {fn.records.filter((r) => r.name !== 'project').map((r) => <li key={r.name}><Link to="/records/$record" params={{ record: r.name }}>{label(r.labels)}</Link></li>)}
            {fn.reports.map((r) => <li key={r.name} className="function-report"><Link to="/reports/$report" params={{ report: r.name }}>{label(r.labels)}</Link> <span>{t('section.report')}</span></li>)}
          </ul>
        </section>
      ))}
    </div>
  );
}
