import { entries } from './map';

/** The page of the guide about what is on the screen: of the function where one is shown. */
export function guidePath(path: string, functionOf: (record: string) => string | undefined): string {
  const [, kind, name, tab] = path.split('/');
  const fn = kind === 'functions' ? name : kind === 'reports' ? name?.split('.')[0] : kind === 'records' && name ? functionOf(name) : kind === 'projects' && tab === 'plan' ? 'time' : undefined;
  if (fn && fn !== 'project' && entries.some((entry) => entry.functions.includes(fn))) return `/guide/functions/${fn}`;
  // What services keep, the administrators and the director set up.
  return kind === 'account' || (fn && fn !== 'project') ? '/guide/roles/administrators' : '/guide';
}

/** Activities live in the plan of their project; everything else has a page. */
export function recordPath(record: string, id: string, project?: string | null): string {
  if (record === 'project') return `/projects/${id}`;
  if (record === 'activity' && project) return `/projects/${project}/plan?at=${id}`;
  return `/records/${record}/${id}`;
}
