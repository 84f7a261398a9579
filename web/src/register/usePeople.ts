import { useMemo } from 'react';
import { useShortList } from '../api/records';
import { useSchema } from '../api/schema';
import { titleOfRow } from './title';

/** Names of people by id, for lists of ids. */
export function usePeople(enabled = true): Map<string, string> {
  const type = useSchema()?.records.get('person');
  const list = useShortList(type?.plural ?? 'people', { limit: 500 }, Boolean(type) && enabled);
  return useMemo(() => new Map((list.data?.items ?? []).map((row) => [row.id, titleOfRow(row, type)])), [list.data, type]);
}
