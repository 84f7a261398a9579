import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, get, post } from '../api/client';
import { quote, useShortList } from '../api/records';
import { fieldOf, useLabel, useSchema } from '../api/schema';
import type { Field, RecordType, Row, SearchItem } from '../api/types';
import { recordPath } from '../app/paths';
import { Icon } from '../ui/icons';
import { To } from '../ui/To';
import { sentence } from './useSave';

const AnyInput = lazy(() => import('./AnyInput'));
const target: Field = { name: 'to_id', kind: 'link', labels: { zh: '目标', en: 'Target' }, target: '*', required: true };

/** What this record relates to, and what points at it. */
export function Relations({ type, row }: { type: RecordType; row: Row }) {
  const { t } = useTranslation();
  const label = useLabel();
  const client = useQueryClient();
  const schema = useSchema();
  const kinds = fieldOf(schema!.records.get('relation')!, 'kind')?.choices ?? [];
  const out = useShortList('relations', { filter: `record_id = ${quote(row.id)}`, limit: 100 });
  const into = useShortList('relations', { filter: `to_id = ${quote(row.id)}`, limit: 100 });
  const [kind, setKind] = useState(kinds[0]?.value ?? 'relates');
  const [chosen, setChosen] = useState<string | null>(null);
  const [error, setError] = useState('');
  const changed = () => client.invalidateQueries({ queryKey: ['list', 'relations'] });
  const add = async () => {
    setError('');
    try {
      await post('/relations', { record: type.name, record_id: row.id, kind, to_record: await recordOf(chosen!, client.getQueriesData<{ items: SearchItem[] }>({ queryKey: ['search'] })), to_id: chosen });
      setChosen(null);
      await changed();
    } catch (refused) {
      setError(sentence(refused, 'to_id'));
    }
  };
  const remove = async (relation: Row) => {
    try { await call('DELETE', `/relations/${relation.id}`, { version: relation.version }); await changed(); } catch (refused) { setError(sentence(refused, '')); }
  };
  const say = (value: unknown) => label(kinds.find((k) => k.value === value)?.labels);
  const line = (relation: Row, record: string, id: string, name: string) => <li key={relation.id}><span className="field-help">{say(relation['kind'])} · {label(schema?.records.get(record)?.labels)}</span> <To to={recordPath(record, id)}>{name}</To> <button type="button" className="btn btn-icon btn-quiet" aria-label={`${t('record.delete')} ${name}`} onClick={() => void remove(relation)}><Icon name="close" size={12} /></button></li>;
  return (
    <div className="comments">
      <ul className="file-list">
        {(out.data?.items ?? []).map((r) => line(r, String(r['to_record']), String(r['to_id']), r.titles?.['to_id'] ?? String(r['to_id'])))}
        {(into.data?.items ?? []).map((r) => line(r, String(r['record']), String(r['record_id']), `← ${r.titles?.['record_id'] ?? String(r['record_id'])}`))}
      </ul>
      {out.data && into.data && out.data.items.length + into.data.items.length === 0 && <p className="field-help">{t('record.noRelations')}</p>}
      <div className="relation-add">
        <select className="select" aria-label={t('record.relationKind')} value={kind} onChange={(e) => setKind(e.target.value)}>{kinds.map((k) => <option key={k.value} value={k.value}>{label(k.labels)}</option>)}</select>
        <Suspense fallback={<input className="input" disabled aria-label={t('register.lookup')} />}><AnyInput key={String(out.data?.items.length)} id={`relation-${row.id}`} field={target} value={null} onChange={(id) => setChosen(id as string | null)} /></Suspense>
        <button type="button" className="btn btn-primary" disabled={!chosen} onClick={() => void add()}>{t('record.addRelation')}</button>
      </div>
      {error && <p className="field-error" role="alert">{error}</p>}
    </div>
  );
}

/** The kind of the chosen record stands in the answers of the search that found it. */
async function recordOf(id: string, answers: [unknown, { items: SearchItem[] } | undefined][]): Promise<string> {
  const known = answers.flatMap(([, answer]) => answer?.items ?? []).find((item) => item.id === id);
  if (known) return known.record;
  const again = await get<{ items: SearchItem[] }>('/search', { q: id });
  return again.items.find((item) => item.id === id)?.record ?? '';
}
