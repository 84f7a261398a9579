import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { patch } from '../api/client';
import { useShortList } from '../api/records';
import { useSchema } from '../api/schema';
import type { RecordType, Row } from '../api/types';
import { formatMoment } from '../format/date';
import { useReader } from '../register/useReader';
import { Icon } from '../ui/icons';
import { To } from '../ui/To';
import { recordPath } from './paths';
import '../approval/approval.css';

/** Notices to the reader; the figure on the bell counts what is unread. */
export function Notices() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const known = useSchema()?.records.has('notification') ?? false;
  const list = useShortList('notifications', { sort: '-created_at', limit: 50 }, known);
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    const outside = (event: PointerEvent) => { if (!root.current?.contains(event.target as Node)) setOpen(false); };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [open]);
  if (!known || list.isError) return null;
  const rows = list.data?.items ?? [];
  const fresh = rows.filter((row) => row['seen'] !== true);
  const see = async (seen: Row[]) => {
    await Promise.allSettled(seen.map((row) => patch(`/notifications/${row.id}`, { seen: true }, row.version)));
    await client.invalidateQueries({ queryKey: ['list', 'notifications'] });
  };
  return (
    <div className="bell" ref={root} onKeyDown={(e) => { if (e.key === 'Escape') setOpen(false); }}>
      <button type="button" className="btn btn-icon btn-quiet" aria-haspopup="true" aria-expanded={open} aria-label={t('notice.bell', { count: fresh.length })} title={t('notice.title')} onClick={() => setOpen(!open)}><Icon name="bell" /></button>
      {fresh.length > 0 && <span className="bell-count" aria-hidden="true">{fresh.length > 49 ? '50+' : fresh.length}</span>}
      {open && (
        <section className="notices" aria-label={t('notice.title')}>
          <header className="notices-head"><h2>{t('notice.title')}</h2>{fresh.length > 0 && <button type="button" className="btn btn-link" onClick={() => void see(fresh)}>{t('notice.allSeen')}</button>}</header>
          {rows.length === 0 ? <p className="card-none">{t('notice.none')}</p> : <ul onClick={(e) => { if ((e.target as HTMLElement).closest('a')) setOpen(false); }}>{rows.map((row) => <Notice key={row.id} row={row} see={() => void see([row])} />)}</ul>}
        </section>
      )}
    </div>
  );
}

function Notice({ row, see }: { row: Row; see: () => void }) {
  const { t } = useTranslation();
  const reader = useReader();
  const type = useSchema()?.records.get(String(row['record'] ?? ''));
  // A decision is answered in the inbox, not on its own page.
  const to = row['record'] === 'decision_step' ? '/work' : type ? recordPath(type.name, String(row['record_id'])) : '';
  const text = String(row['title'] ?? '');
  return (
    <li className={`notice${row['seen'] === true ? '' : ' notice-new'}`} onClick={() => { if (row['seen'] !== true) see(); }}>
      <span className="notice-event">{eventText(String(row['event'] ?? ''), type, reader.label, t('notice.asked'))}</span><time>{formatMoment(row.created_at)}</time>
      <div>{to ? <To to={to}>{text}</To> : text}</div>
    </li>
  );
}

/** `risk.closed` is the state a record came to: its declared name. */
function eventText(event: string, type: RecordType | undefined, label: ReturnType<typeof useReader>['label'], asked: string): string {
  if (event === 'decision_step.waiting') return asked;
  const state = type?.states.find((s) => s.name === event.split('.')[1]);
  return [type ? label(type.labels) : '', state ? label(state.labels) : ''].filter(Boolean).join(' · ');
}
