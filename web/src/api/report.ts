import { useQuery } from '@tanstack/react-query';
import { ApiError, get } from './client';
import type { Field } from './types';

export type Cells = Record<string, unknown> & { titles?: Record<string, string> };

/** The answer of a declared report: columns are declared like fields, rows are objects by column. */
export interface ReportTable {
  columns: Field[];
  rows: Cells[];
  /** What a picture needs beyond the table. */
  extra: Record<string, unknown> | null;
  asOf: string | null; finding: string;
  /** Why there is no table: an input is missing, a right is missing, or a rule hides the figures. */
  refused: string | null;
}

const refusals = [400, 403, 404, 409, 422, 501];
const none = { columns: [], rows: [], extra: null, asOf: null, finding: '' };

export function useReport(name: string, query: Record<string, string | undefined>, enabled = true) {
  return useQuery({
    queryKey: ['report', name, query],
    queryFn: async ({ signal }): Promise<ReportTable> => {
      try {
        return tableOf(await get<Record<string, unknown>>(`/reports/${name}`, query, signal));
      } catch (error) {
        // A refusal is an answer: the figure says why it is not drawn.
        if (error instanceof ApiError && refusals.includes(error.status)) return { ...none, refused: error.problem.code ? `${error.message} (${error.problem.code})` : error.message };
        throw error;
      }
    },
    enabled, retry: false,
  });
}

export function tableOf(answer: Record<string, unknown>): ReportTable {
  const columns = (Array.isArray(answer['columns']) ? answer['columns'] : []) as Field[];
  return {
    columns,
    rows: (Array.isArray(answer['rows']) ? answer['rows'] : []) as Cells[],
    extra: (answer['extra'] as Record<string, unknown> | null) ?? null,
    asOf: (answer['as_of'] as string | undefined) ?? null,
    finding: String(answer['finding'] ?? ''),
    refused: null,
  };
}
