import { useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { get, patch, post } from './client';
import type { HistoryItem, Page, RecordType, Row, Written } from './types';

export interface ListQuery { filter?: string | undefined; sort?: string | undefined; limit?: number; fields?: string }

export function useRecords(plural: string, query: ListQuery, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['list', plural, query.filter ?? '', query.sort ?? '', query.limit ?? 100],
    queryFn: ({ pageParam, signal }) => get<Page>(`/${plural}`, { filter: query.filter, sort: query.sort, limit: query.limit ?? 100, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.next ?? undefined,
    enabled,
  });
}

/** One page, for cards and counts. A register the server does not have answers an empty list. */
export function useShortList(plural: string, query: ListQuery, enabled = true) {
  return useQuery({
    queryKey: ['list', plural, 'short', query.filter ?? '', query.sort ?? '', query.limit ?? 20, query.fields ?? ''],
    queryFn: ({ signal }) => get<Page>(`/${plural}`, { filter: query.filter, sort: query.sort, limit: query.limit ?? 20, fields: query.fields }, signal),
    enabled, retry: false,
  });
}

export function useRecord(type: RecordType | undefined, id: string | undefined) {
  return useQuery({
    queryKey: ['record', type?.name, id],
    queryFn: ({ signal }) => get<Row>(`/${type!.plural}/${id}`, undefined, signal),
    enabled: Boolean(type && id), retry: false,
  });
}

export function useHistory(type: RecordType, id: string) {
  return useQuery({ queryKey: ['history', type.name, id], queryFn: () => get<{ items: HistoryItem[] }>(`/${type.plural}/${id}/history`), retry: false });
}

/** After a write: the new record goes in at once, lists are read again. */
export function adopt(client: QueryClient, type: RecordType, written: Written): void {
  const known = client.getQueryData<Row>(['record', type.name, written.record.id]);
  client.setQueryData(['record', type.name, written.record.id], { ...known, ...written.record });
  void client.invalidateQueries({ queryKey: ['record', type.name, written.record.id] });
  void client.invalidateQueries({ queryKey: ['list', type.plural] });
  void client.invalidateQueries({ queryKey: ['history', type.name, written.record.id] });
}

export function useCreate(type: RecordType) {
  const client = useQueryClient();
  return useMutation({ mutationFn: (body: Record<string, unknown>) => post<Written>(`/${type.plural}`, body), onSuccess: (written) => adopt(client, type, written) });
}

export function useUpdate(type: RecordType) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ row, set }: { row: Row; set: Record<string, unknown> }) => patch<Written>(`/${type.plural}/${row.id}`, set, row.version),
    onSuccess: (written) => adopt(client, type, written),
  });
}

export function useStep(type: RecordType) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ row, step, inputs }: { row: Row; step: string; inputs: Record<string, unknown> }) =>
      post<Written>(`/${type.plural}/${row.id}/actions/${step}`, inputs, { version: row.version }),
    onSuccess: (written) => adopt(client, type, written),
  });
}

export async function undo(client: QueryClient, tx: string): Promise<void> {
  await post(`/transactions/${tx}/undo`);
  await client.invalidateQueries({ predicate: (query) => ['list', 'record', 'history', 'plan', 'report'].includes(String(query.queryKey[0])) });
}

/** The server's filter language: text in double quotes with backslash escapes. */
export function quote(value: string): string {
  return `"${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;
}
