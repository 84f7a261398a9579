import { useSyncExternalStore } from 'react';

// The day of the past that is being read, as YYYY-MM-DD; empty: the present. A new tab begins in the present.
let day = '';
const listeners = new Set<() => void>();

export const asOf = (): string => day;

export function readAsOf(next: string): void {
  day = next;
  listeners.forEach((tell) => tell());
}

export function useAsOf(): string {
  return useSyncExternalStore((tell) => { listeners.add(tell); return () => { listeners.delete(tell); }; }, asOf);
}
