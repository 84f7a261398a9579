/** A change of one field seen from both sides, after somebody else saved first. */
export interface Clash { field: string; before: unknown; mine: unknown; theirs: unknown }

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/**
 * Compares what I set with what the record now holds. Fields where only I changed something are kept silently;
 * fields where we both arrived at the same value are no clash.
 */
export function clashes(before: Record<string, unknown>, mine: Record<string, unknown>, theirs: Record<string, unknown>): Clash[] {
  return Object.keys(mine)
    .filter((field) => !same(before[field], theirs[field]) && !same(mine[field], theirs[field]))
    .map((field) => ({ field, before: before[field], mine: mine[field], theirs: theirs[field] }));
}

/** The set to send again: mine where I chose so, nothing where theirs stays. */
export function resolved(mine: Record<string, unknown>, list: Clash[], keepMine: ReadonlySet<string>): Record<string, unknown> {
  const dropped = new Set(list.filter((clash) => !keepMine.has(clash.field)).map((clash) => clash.field));
  return Object.fromEntries(Object.entries(mine).filter(([field]) => !dropped.has(field)));
}
