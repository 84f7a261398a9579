import type { RecordType, Row } from '../api/types';

export function titleOfRow(row: Row, type: RecordType | undefined): string {
  const value = row[type?.title ?? 'title'] ?? row['name'] ?? row['title'] ?? row.number ?? row.id;
  if (typeof value === 'object' && value !== null) {
    const both = value as { zh?: string; en?: string };
    const zh = document.documentElement.lang.startsWith('zh');
    return (zh ? both.zh || both.en : both.en || both.zh) ?? '';
  }
  return String(value);
}
