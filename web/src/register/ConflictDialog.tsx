import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldOf } from '../api/schema';
import { formatMoment } from '../format/date';
import type { RecordType, Row } from '../api/types';
import { Dialog } from '../ui/dialog';
import type { Clash } from './merge';
import { useReader } from './useReader';
import { valueText } from './value';

export function ConflictDialog({ type, clashes, current, answer }: { type: RecordType; clashes: Clash[]; current: Row; answer: (keepMine: ReadonlySet<string> | null) => void }) {
  const { t } = useTranslation();
  const reader = useReader();
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  const choose = (field: string, keep: boolean) => { const next = new Set(mine); if (keep) next.add(field); else next.delete(field); setMine(next); };
  return (
    <Dialog title={t('conflict.title')} onClose={() => answer(null)} width={620} footer={<><button type="button" className="btn" onClick={() => answer(null)}>{t('conflict.allTheirs')}</button><button type="button" className="btn btn-primary" onClick={() => answer(mine)}>{t('conflict.apply')}</button></>}>
      <p className="page-lead">{t('conflict.lead', { when: formatMoment(current.updated_at) })}</p>
      <table className="table"><thead><tr><th>{t('conflict.field')}</th><th>{t('conflict.mine')}</th><th>{t('conflict.theirs')}</th></tr></thead>
        <tbody>{clashes.map((c) => {
          const field = fieldOf(type, c.field);
          return (
            <tr key={c.field}><td>{field ? reader.label(field.labels) : c.field}</td>
              <td><label><input type="radio" name={c.field} checked={mine.has(c.field)} onChange={() => choose(c.field, true)} /> {valueText(field, c.mine, reader) || t('common.none')}</label></td>
              <td><label><input type="radio" name={c.field} checked={!mine.has(c.field)} onChange={() => choose(c.field, false)} /> {valueText(field, c.theirs, reader, current) || t('common.none')}</label></td></tr>
          );
        })}</tbody></table>
    </Dialog>
  );
}
