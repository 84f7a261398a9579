/** Activities live in the plan of their project; everything else has a page. */
export function recordPath(record: string, id: string, project?: string | null): string {
  if (record === 'project') return `/projects/${id}`;
  if (record === 'activity' && project) return `/projects/${project}/plan?at=${id}`;
  return `/records/${record}/${id}`;
}
