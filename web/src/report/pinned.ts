import { useSyncExternalStore } from 'react';
import { useSession } from '../api/session';
import type { Report } from '../api/types';
import { openingOf } from './groups';

const listeners = new Set<() => void>();
const keyOf = (user: string) => `tongchou.pictures.${user}`;

function kept(user: string): Record<string, string[]> {
  try {
    return (JSON.parse(localStorage.getItem(keyOf(user)) ?? '{}') ?? {}) as Record<string, string[]>;
  } catch {
    return {};
  }
}

/** The pictures this reader sees first in a function: the usual ones until some are put there or taken away. */
export function usePinned(fn: string, reports: Report[]): { pinned: Report[]; toggle: (name: string) => void } {
  const user = useSession().session?.user.id ?? '';
  const text = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => localStorage.getItem(keyOf(user)));
  const own = text ? kept(user)[fn] : undefined;
  const pinned = Array.isArray(own) ? own.map((name) => reports.find((r) => r.name === name)).filter((r) => r !== undefined) : openingOf(fn, reports);
  const toggle = (name: string) => {
    const names = pinned.map((r) => r.name);
    const next = names.includes(name) ? names.filter((n) => n !== name) : [...names, name];
    localStorage.setItem(keyOf(user), JSON.stringify({ ...kept(user), [fn]: next }));
    listeners.forEach((listener) => listener());
  };
  return { pinned, toggle };
}
