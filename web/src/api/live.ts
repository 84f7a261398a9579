import type { QueryClient } from '@tanstack/react-query';
import { base } from './client';
import { sayAway } from './reach';

export interface Change { seq: number; record: string; id: string; project?: string | null; version?: number; fields?: string[]; kind?: string }
type Listener = (change: Change) => void;

const listeners = new Set<Listener>();
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * One event stream per browser: the tab that holds the lock reads it and tells the others over a channel.
 * HTTP/1.1 allows six connections to a host, and every tab would otherwise keep one.
 */
export function startLive(client: QueryClient, pluralOf: (record: string) => string | undefined): () => void {
  const stop = new AbortController();
  const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('tongchou.live');
  const handle = (message: { reset?: boolean; change?: Change }) => {
    if (message.reset) void client.invalidateQueries();
    else if (message.change) apply(client, message.change, pluralOf);
  };
  if (channel) channel.onmessage = (event) => handle(event.data as { reset?: boolean; change?: Change });
  const share = (message: { reset?: boolean; change?: Change }) => {
    channel?.postMessage(message);
    handle(message);
  };
  const lead = () => new Promise<void>((resolve) => {
    const source = new EventSource(`${base}/events`);
    source.addEventListener('open', () => sayAway(false));
    source.addEventListener('error', () => sayAway(true));
    source.addEventListener('change', (event) => share({ change: JSON.parse((event as MessageEvent<string>).data) as Change }));
    source.addEventListener('reset', () => share({ reset: true }));
    stop.signal.addEventListener('abort', () => { source.close(); resolve(); });
  });
  // Web Locks exist only in secure contexts; elsewhere each tab reads for itself.
  if (navigator.locks && channel) navigator.locks.request('tongchou.live', { signal: stop.signal }, lead).catch(() => undefined);
  else void lead();
  return () => { stop.abort(); channel?.close(); };
}

function apply(client: QueryClient, change: Change, pluralOf: (record: string) => string | undefined): void {
  // Definitions are part of the declarations.
  if (change.record === 'custom_field') void client.invalidateQueries({ queryKey: ['schema'] });
  const plural = pluralOf(change.record);
  if (plural) void client.invalidateQueries({ queryKey: ['list', plural] });
  void client.invalidateQueries({ queryKey: ['record', change.record, change.id] });
  void client.invalidateQueries({ queryKey: ['history', change.record, change.id] });
  if (change.record !== 'plan') void client.invalidateQueries({ queryKey: ['report'], refetchType: 'none' });
  for (const listener of listeners) listener(change);
}
