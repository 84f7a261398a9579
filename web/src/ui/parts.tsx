import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { State } from '../api/types';
import { ApiError } from '../api/client';
import { useLabel } from '../api/schema';

/** Nothing for 300 ms, then quiet bars: a skeleton that flashes is worse than none. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  useEffect(() => { const timer = setTimeout(() => setShown(true), 300); return () => clearTimeout(timer); }, []);
  return (
    <div className="skeleton" role="status">
      <span className="visually-hidden">{t('common.loading')}</span>
      {shown && Array.from({ length: rows }, (_, i) => <span key={i} className="skeleton-bar" style={{ width: `${92 - ((i * 17) % 40)}%` }} />)}
    </div>
  );
}

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return <div className="empty"><h3>{title}</h3>{children && <div className="empty-text">{children}</div>}{action}</div>;
}

export function Failed({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  // What is not there, or not for this reader, does not come by asking again.
  const status = error instanceof ApiError ? error.status : 0;
  return (
    <div className="empty" role="alert">
      <h3>{t(status === 404 ? 'common.notFound' : status === 403 ? 'common.notAllowed' : 'common.failed')}</h3>
      <p className="empty-text">{error instanceof Error ? error.message : String(error)}</p>
      {retry && status !== 404 && status !== 403 && <button type="button" className="btn" onClick={retry}>{t('common.retry')}</button>}
    </div>
  );
}

export function StateChip({ state, states }: { state: string | null | undefined; states: State[] }) {
  const label = useLabel();
  if (!state) return null;
  const declared = states.find((s) => s.name === state);
  return <span className={`chip${declared?.final ? ' chip-final' : declared?.initial ? ' chip-initial' : ''}`}>{declared ? label(declared.labels) : state}</span>;
}

export function Card({ title, extra, children, className = '' }: { title?: ReactNode; extra?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={`card ${className}`}>
      {title && <header className="card-head"><h2>{title}</h2>{extra && <div className="card-extra">{extra}</div>}</header>}
      {children}
    </section>
  );
}
