import { useShortList } from '../api/records';
import { useSchema } from '../api/schema';
import type { Report } from '../api/types';
import { titleOfRow } from '../register/title';

type Inputs = Record<string, string | undefined>;

/** A report about one record begins with the latest of its kind until another is chosen; of projects with the first in trouble. */
export function useLatest(report: Report, asked: Inputs): { inputs: Inputs; latest: { field: string; title: string } | null; known: boolean } {
  const about = report.inputs?.find((f) => f.kind === 'link' && f.required && !asked[f.name]);
  const type = useSchema()?.records.get(about?.target ?? '');
  const list = useShortList(type?.plural ?? '', { sort: about?.target === 'project' ? '-rag,created_at' : '-created_at', limit: 1 }, Boolean(type));
  const row = list.data?.items[0];
  if (!about || !type || !row) return { inputs: asked, latest: null, known: !type || list.isFetched };
  return { inputs: { ...asked, [about.name]: row.id }, latest: { field: about.name, title: titleOfRow(row, type) }, known: true };
}
