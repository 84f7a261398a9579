import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../api/client';
import { useLabel, useSchema } from '../api/schema';
import type { SearchItem } from '../api/types';
import { Dressed, mayFocus, type EditorProps } from './Dressed';

/** A link to a record of any kind, found by the server's index. */
export default function AnyInput({ field, value, id, invalid, autoFocus, title, onChange, onDone }: EditorProps) {
  const [focused] = useState(() => mayFocus(autoFocus));
  const { t } = useTranslation();
  const label = useLabel();
  const schema = useSchema();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(value ? { value: String(value), label: title ?? String(value) } : null);
  const found = useQuery<{ items: SearchItem[] }>({ queryKey: ['search', text], enabled: text.trim().length > 0, retry: false, placeholderData: (old) => old, queryFn: ({ signal }) => get<{ items: SearchItem[] }>('/search', { q: text.trim() }, signal) });
  // A field that is named after a record wants one of that kind; a parent is a scope.
  const fits = (item: SearchItem) => (field.name === 'parent' || field.name === 'scope_of' ? schema?.records.get(item.record)?.scope === 'self' : schema?.records.has(field.name) || field.name === 'activity' ? item.record === field.name : true);
  const items = (found.data?.items ?? []).filter(fits);
  const kind = (item: SearchItem) => label(schema?.records.get(item.record)?.labels) || item.record;
  return (
    <Dressed>
      <Select id={id} className="wide" showSearch={{ filterOption: false, onSearch: setText }} allowClear={!field.required} autoFocus={focused} status={invalid ? 'error' : ''} labelInValue value={chosen} aria-label={t('register.lookup')}
        loading={found.isFetching} notFoundContent={text.trim() ? t('register.noMatch') : t('register.typeToFind')} options={items.map((item) => ({ value: item.id, label: `${item.title} · ${kind(item)}` }))}
        onChange={(option) => { const next = option as { value: string; label: string } | undefined; setChosen(next ?? null); onChange(next?.value ?? null); onDone?.(); }} />
    </Dressed>
  );
}
