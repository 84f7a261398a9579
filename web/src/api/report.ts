import { useQuery } from '@tanstack/react-query';
import { ApiError, get } from './client';

/** Rows of a report whatever its exact envelope: `rows` or `items`, as objects or as arrays under `columns`. */
export interface ReportTable {
  columns: { name: string; label?: unknown; unit?: string | null; kind?: string }[];
  rows: Record<string, unknown>[];
  asOf: string | null; finding: string | null; raw: Record<string, unknown>;
}

export function useReport(name: string, query: Record<string, string | undefined>, enabled = true) {
  return useQuery({
    queryKey: ['report', name, query],
    queryFn: async ({ signal }): Promise<ReportTable | null> => {
      try {
        return normalise(await get<Record<string, unknown>>(`/reports/${name}`, query, signal));
      } catch (error) {
        // A report whose function is not installed, or that needs another input, is absent, not a failure.
        if (error instanceof ApiError && [400, 403, 404, 422, 501].includes(error.status)) return null;
        throw error;
      }
    },
    enabled, retry: false,
  });
}

export function normalise(answer: Record<string, unknown>): ReportTable {
  const list = (answer['rows'] ?? answer['items'] ?? answer['series'] ?? []) as unknown[];
  const declared = (answer['columns'] ?? []) as (string | Record<string, unknown>)[];
  const columns = declared.map((c) => (typeof c === 'string' ? { name: c } : { ...c, name: String(c['name'] ?? c['key'] ?? ''), label: c['labels'] ?? c['label'] ?? c['title'] }));
  const rows = (Array.isArray(list) ? list : []).map((row) =>
    Array.isArray(row) ? Object.fromEntries(row.map((value, i) => [columns[i]?.name ?? String(i), value])) : (row as Record<string, unknown>),
  );
  const first = rows[0];
  return {
    columns: columns.length > 0 ? (columns as ReportTable['columns']) : Object.keys(first ?? {}).filter((k) => k !== 'id').map((name) => ({ name })),
    rows, asOf: (answer['as_of'] as string) ?? null, finding: (answer['finding'] as string) ?? null, raw: answer,
  };
}
