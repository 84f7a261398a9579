import { useEffect, useState, useSyncExternalStore } from 'react';

// Whether the server answers at all: every request says so, and so does the stream of changes.
let away = false;
const listeners = new Set<() => void>();

export function sayAway(next: boolean): void {
  if (next === away) return;
  away = next;
  listeners.forEach((listener) => listener());
}

const graceMs = 2000;
const askAgainMs = 3000;

/** True once the server has not answered for a while; it is asked again until it does, and then `back` is called. */
export function useAway(back: () => void): boolean {
  const now = useSyncExternalStore((listener) => { listeners.add(listener); return () => listeners.delete(listener); }, () => away);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!now) { setShown(false); return; }
    const show = setTimeout(() => setShown(true), graceMs);
    const ask = setInterval(() => void fetch('/readyz').then((answer) => { if (answer.ok) { sayAway(false); back(); } }, () => undefined), askAgainMs);
    return () => { clearTimeout(show); clearInterval(ask); };
  }, [now, back]);
  return shown;
}
