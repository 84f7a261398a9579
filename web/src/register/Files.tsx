import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { address, post, upload } from '../api/client';
import { quote, useShortList } from '../api/records';
import type { RecordType, Row } from '../api/types';
import { formatMoment } from '../format/date';
import { grouped } from '../format/number';
import { showToast } from '../ui/toast';

export function Files({ type, row }: { type: RecordType; row: Row }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const list = useShortList('attachments', { filter: `record = ${quote(type.name)} and record_id = ${quote(row.id)}`, limit: 100 });
  const send = async (file: File) => {
    setShare(0);
    try {
      const stored = await upload<{ sha256: string }>('/files', file, {}, { onProgress: setShare });
      await post('/attachments', { record: type.name, record_id: row.id, name: file.name, sha256: stored.sha256 });
      await client.invalidateQueries({ queryKey: ['list', 'attachments'] });
    } catch (error) {
      showToast(error instanceof Error ? error.message : String(error), { tone: 'error' });
    }
    setShare(null);
  };
  return (
    <div className="comments">
      <ul className="file-list">{(list.data?.items ?? []).map((f) => <li key={f.id}><a href={address(`/attachments/${f.id}/content`)} download={String(f['name'] ?? '')}>{String(f['name'] ?? f.id)}</a> <span className="field-help">{f['size_bytes'] ? `${grouped(Math.ceil(Number(f['size_bytes']) / 1024))} kB · ` : ''}{formatMoment(f.created_at)}</span></li>)}</ul>
      {list.data?.items.length === 0 && <p className="field-help">{t('record.noFiles')}</p>}
      <input ref={input} type="file" hidden aria-label={t('record.addFile')} onChange={(e) => { const file = e.target.files?.[0]; e.target.value = ''; if (file) void send(file); }} />
      {share !== null && <progress className="progress" max={1} value={share} aria-label={t('record.addFile')} />}
      <button type="button" className="btn" onClick={() => input.current?.click()}>{t('record.addFile')}</button>
    </div>
  );
}
