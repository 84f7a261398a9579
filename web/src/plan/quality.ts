import { useMemo } from 'react';
import { useReport } from '../api/report';
import type { PlanModel } from './model';

/** The activities that a test of the schedule's quality names, as a filter; null where none is asked for. */
export function useOffenders(project: string, model: PlanModel, check: string | undefined): Uint8Array | null {
  const report = useReport('time.quality', { project, version: String(model.meta.version) }, Boolean(check));
  return useMemo(() => {
    const row = check ? report.data?.rows.findIndex((r) => r['check'] === check) ?? -1 : -1;
    if (row < 0) return null;
    const match = new Uint8Array(model.count);
    for (const id of ((report.data?.extra?.['offenders'] ?? []) as string[][])[row] ?? []) {
      const i = model.indexOf.get(id);
      if (i !== undefined) match[i] = 1;
    }
    return match;
  }, [report.data, check, model]);
}
