import type { RegisterSearch } from './filter';

const parts = ['q', 'state', 'mine', 'filter', 'sort', 'group', 'cols'] as const;
export type View = Partial<Pick<RegisterSearch, (typeof parts)[number]>>;

/** What of the address is the arrangement of the register; absent parts are there as undefined, so that it replaces another. */
export function viewOf(search: RegisterSearch): View {
  return Object.fromEntries(parts.map((name) => [name, search[name] || undefined])) as View;
}

export function sameView(a: View, b: View): boolean {
  return parts.every((name) => (a[name] || undefined) === (b[name] || undefined));
}
