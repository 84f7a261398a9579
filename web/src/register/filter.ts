import { quote } from '../api/records';

export interface RegisterSearch {
  q?: string | undefined; state?: string | undefined; mine?: boolean | undefined; filter?: string | undefined; project?: string | undefined;
  sort?: string | undefined; group?: string | undefined; cols?: string | undefined; open?: string | undefined; create?: number | undefined;
}

/** The filter bar in the server's filter language. */
export function filterText(search: RegisterSearch, title: string, owned: boolean): string | undefined {
  const parts: string[] = [];
  if (search.project) parts.push(`project = ${quote(search.project)}`);
  if (search.q?.trim()) parts.push(`${title} contains ${quote(search.q.trim())}`);
  if (search.state) parts.push(`state in (${search.state.split(',').map(quote).join(', ')})`);
  if (search.mine && owned) parts.push('owner = @me');
  if (search.filter) parts.push(`(${search.filter})`);
  return parts.length > 0 ? parts.join(' and ') : undefined;
}
