import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError, get } from './client';
import { getLater, type Progress } from './job';
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

type Query = Record<string, string | undefined>;

export function useReport(name: string, query: Query, enabled = true) {
  return useQuery({ ...reading(name, query), enabled });
}

/** `slow`: computed beside its connection, with its progress; `stop` drops it, as does a reader who goes, `enough` takes what a search has found so far. */
export function useWatchedReport(name: string, query: Query, enabled: boolean, slow: boolean) {
  const client = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [stopped, setStopped] = useState(false);
  const early = useRef(new AbortController());
  const begin = () => (early.current = new AbortController()).signal;
  const asked = reading(name, query, slow ? { onProgress: setProgress, begin } : undefined);
  const answer = useQuery({ ...asked, enabled: enabled && !stopped });
  const stop = () => { setStopped(true); setProgress(null); void client.cancelQueries({ queryKey: asked.queryKey }); };
  return { answer, progress, stopped: stopped && !answer.data, stop, enough: () => early.current.abort(), again: () => setStopped(false) };
}

function reading(name: string, query: Query, slow?: { onProgress: (progress: Progress | null) => void; begin: () => AbortSignal }) {
  return {
    queryKey: ['report', name, query], retry: false,
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ReportTable> => {
      const path = `/reports/${name}`;
      try {
        return tableOf(await (slow ? getLater<Record<string, unknown>>(path, query, { signal, onProgress: slow.onProgress, enough: slow.begin() }) : get<Record<string, unknown>>(path, query, signal)));
      } catch (error) {
        // A refusal is an answer: the figure says why it is not drawn.
        if (error instanceof ApiError && refusals.includes(error.status)) return { ...none, refused: error.problem.code ? `${error.message} (${error.problem.code})` : error.message };
        throw error;
      } finally {
        slow?.onProgress(null);
      }
    },
  };
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
