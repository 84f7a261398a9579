import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from '../api/client';
import { quote, useShortList } from '../api/records';
import type { RecordType, Row } from '../api/types';
import { formatMoment } from '../format/date';
import { showToast } from '../ui/toast';

export function Comments({ type, row }: { type: RecordType; row: Row }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const id = useId();
  const list = useShortList('comments', { filter: `record = ${quote(type.name)} and record_id = ${quote(row.id)}`, limit: 100 });
  const send = async () => {
    try {
      await post('/comments', { record: type.name, record_id: row.id, body: text });
      setText('');
      await client.invalidateQueries({ queryKey: ['list', 'comments'] });
    } catch (error) {
      showToast(error instanceof Error ? error.message : String(error), { tone: 'error' });
    }
  };
  return (
    <div className="comments">
      <ol>{(list.data?.items ?? []).map((c) => <li key={c.id}><p><strong>{c.titles?.['author'] ?? c.titles?.['created_by'] ?? c.titles?.['owner'] ?? ''}</strong> <time>{formatMoment(c.created_at)}</time></p><p className="comment-body">{String(c['body'] ?? '')}</p></li>)}</ol>
      {list.data?.items.length === 0 && <p className="field-help">{t('record.noComments')}</p>}
      <label className="field" htmlFor={id}><span className="field-label">{t('record.writeComment')}</span>
        <textarea id={id} className="textarea" value={text} onChange={(e) => setText(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && text.trim()) { e.preventDefault(); e.stopPropagation(); void send(); } }} /></label>
      <button type="button" className="btn btn-primary" disabled={!text.trim()} onClick={() => void send()}>{t('record.sendComment')}</button>
    </div>
  );
}
