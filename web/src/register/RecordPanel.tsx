import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRecord } from '../api/records';
import { useLabel } from '../api/schema';
import type { RecordType } from '../api/types';
import { recordPath } from '../app/paths';
import { Icon } from '../ui/icons';
import { Failed, Skeleton } from '../ui/parts';
import { RecordView } from './RecordView';
import { titleOfRow } from './title';

/** The record beside its list. Esc closes, Ctrl+Enter opens the full page; the list stays where it is. */
export function RecordPanel({ type, id, close }: { type: RecordType; id: string; close: () => void }) {
  const { t } = useTranslation();
  const label = useLabel();
  const navigate = useNavigate();
  const record = useRecord(type, id);
  const full = () => void navigate({ to: recordPath(type.name, id) as '/' });
  return (
    <aside className="record-panel" aria-label={label(type.labels)} onKeyDown={(e) => { if (e.key === 'Escape' && !e.defaultPrevented) close(); if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) full(); }}>
      <header className="panel-head">
        <div><p className="panel-kind">{label(type.labels)} {record.data?.number}</p><h2>{record.data ? titleOfRow(record.data, type) : ' '}</h2></div>
        <span className="panel-tools">
          <button type="button" className="btn btn-icon btn-quiet" aria-label={t('register.fullPage')} title={`${t('register.fullPage')} (Ctrl+Enter)`} onClick={full}><Icon name="fit" /></button>
          <button type="button" className="btn btn-icon btn-quiet" aria-label={t('common.close')} title="Esc" onClick={close}><Icon name="close" /></button>
        </span>
      </header>
      <div className="panel-body">{record.isError ? <Failed error={record.error} /> : record.data ? <RecordView type={type} row={record.data} removed={close} /> : <Skeleton />}</div>
    </aside>
  );
}
