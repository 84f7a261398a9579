import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '../api/client';
import { quote } from '../api/records';
import { useSchema } from '../api/schema';
import type { Page } from '../api/types';
import { Dressed, mayFocus, type EditorProps } from './Dressed';
import { titleOfRow } from './title';

/** Finds a record of the target register by what is typed. */
export default function LinkInput({ field, value, id, invalid, autoFocus, title, empty, onChange, onDone }: EditorProps) {
  const [focused] = useState(() => mayFocus(autoFocus));
  const schema = useSchema();
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string } | null>(value ? { value: String(value), label: title ?? String(value) } : null);
  const type = schema?.records.get(field.target ?? '');
  const found = useQuery<Page>({
    queryKey: ['lookup', field.target, text], enabled: Boolean(type), retry: false, placeholderData: (old: Page | undefined) => old,
    queryFn: ({ signal }) => get<Page>(`/${type!.plural}`, { limit: 30, filter: text ? `${type!.title} contains ${quote(text)}` : undefined }, signal),
  });
  // A value that came by the address has no title yet.
  const bare = chosen && chosen.label === chosen.value ? chosen.value : '';
  const named = useQuery<Page['items'][number]>({
    queryKey: ['title', field.target, bare], enabled: Boolean(type && bare), retry: false,
    queryFn: ({ signal }) => get<Page['items'][number]>(`/${type!.plural}/${bare}`, undefined, signal),
  });
  const shown = bare && named.data ? { value: bare, label: titleOfRow(named.data, type) } : chosen;
  return (
    <Dressed>
      <Select id={id} className="wide" showSearch={{ filterOption: false, onSearch: setText }} allowClear={!field.required} autoFocus={focused} status={invalid ? 'error' : ''} labelInValue value={shown} placeholder={empty} aria-label={t('register.lookup')}
        loading={found.isFetching} notFoundContent={found.isFetching ? t('common.loading') : t('register.noMatch')}
        options={(found.data?.items ?? []).map((row) => ({ value: row.id, label: titleOfRow(row, type) }))}
        onChange={(option) => { const next = option as { value: string; label: string } | undefined; setChosen(next ?? null); onChange(next?.value ?? null); onDone?.(); }} />
    </Dressed>
  );
}
