import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSchema } from '../api/schema';
import type { RecordType, Row } from '../api/types';
import { Comments } from './Comments';
import { Files } from './Files';
import { History } from './History';
import { RecordFields } from './RecordFields';
import { Steps } from './Steps';
import { WatchButton } from './WatchButton';

const tabs = ['fields', 'comments', 'files', 'history'] as const;

export function RecordView({ type, row, removed }: { type: RecordType; row: Row; removed: () => void }) {
  const { t } = useTranslation();
  const schema = useSchema();
  const [tab, setTab] = useState<(typeof tabs)[number]>('fields');
  const has = (name: string) => schema?.records.has(name) ?? false;
  const shown = tabs.filter((k) => (k === 'comments' ? has('comment') : k === 'files' ? has('attachment') : true));
  return (
    <>
      <Steps type={type} row={row} removed={removed} extra={has('watcher') ? <WatchButton type={type} row={row} /> : null} />
      <div className="tabs" role="tablist">{shown.map((k) => <button key={k} type="button" role="tab" aria-selected={k === tab} className="tab" onClick={() => setTab(k)}>{t(`record.${k}`)}</button>)}</div>
      {tab === 'fields' && <RecordFields key={row.id} type={type} row={row} />}
      {tab === 'comments' && <Comments type={type} row={row} />}
      {tab === 'files' && <Files type={type} row={row} />}
      {tab === 'history' && <History type={type} row={row} />}
    </>
  );
}
