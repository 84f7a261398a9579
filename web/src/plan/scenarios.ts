import { useShortList, quote } from '../api/records';
import type { Row } from '../api/types';

/** A way the plan could go: its own edits on a version of the plan. */
export interface Scenario { id: string; title: string; version: number; base: number; edits: number; finish: string | null }

const scenarioOf = (row: Row): Scenario => ({
  id: row.id, title: String(row['title'] ?? ''), version: row.version,
  base: Number(row['base_version'] ?? 0), edits: Number(row['edit_count'] ?? 0), finish: (row['finish'] as string | null) ?? null,
});

/** Those of a project that are worked on. */
export function useScenarios(project: string): Scenario[] {
  const list = useShortList('scenarios', { filter: `project = ${quote(project)} and state = open`, sort: 'title', limit: 50, fields: 'title,base_version,edit_count,finish' });
  return (list.data?.items ?? []).map(scenarioOf);
}
