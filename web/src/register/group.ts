import type { Row } from '../api/types';

export type Line = { kind: 'group'; value: unknown; key: string; count: number; folded: boolean } | { kind: 'row'; row: Row };

export function groupRows(rows: Row[], field: string | undefined, folded: ReadonlySet<string>): Line[] {
  if (!field) return rows.map((row) => ({ kind: 'row', row }));
  const groups = new Map<string, { value: unknown; rows: Row[] }>();
  for (const row of rows) {
    const value = row[field] ?? null;
    const key = String(value);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { value, rows: [row] });
  }
  const out: Line[] = [];
  for (const [key, group] of groups) {
    out.push({ kind: 'group', value: group.value, key, count: group.rows.length, folded: folded.has(key) });
    if (!folded.has(key)) for (const row of group.rows) out.push({ kind: 'row', row });
  }
  return out;
}
