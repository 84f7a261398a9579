import { useQuery, useQueryClient } from '@tanstack/react-query';
import { readAsOf } from './asOf';
import { ApiError, call, configureClient, get } from './client';
import type { Session } from './types';

const key = ['session'];

async function read(): Promise<Session | null> {
  try {
    const session = await call<Session>('GET', '/session', { quiet: true });
    configureClient({ csrf: session.csrf });
    return session;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** null while signed out, undefined while unknown. */
export function useSession(): { session: Session | null | undefined; failure: unknown } {
  const query = useQuery({ queryKey: key, queryFn: read, staleTime: Infinity, retry: false });
  return { session: query.data, failure: query.error };
}

export function useSignIn(): (user: string, password: string, code?: string) => Promise<void> {
  const client = useQueryClient();
  return async (user, password, code) => {
    const session = await call<Session>('POST', '/session', { body: { user, password, ...(code ? { code } : {}) }, quiet: true });
    configureClient({ csrf: session.csrf });
    client.setQueryData(key, session);
  };
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await call<void>('DELETE', '/session').catch(() => undefined);
    client.clear();
    readAsOf('');
    client.setQueryData(key, null);
  };
}

export function useSetupNeeded(enabled: boolean): boolean | undefined {
  const query = useQuery({
    queryKey: ['setup'], enabled, retry: false,
    queryFn: () => get<{ needed: boolean }>('/setup').catch(() => ({ needed: false })),
  });
  return query.data?.needed;
}

/** What the caller may do with a record; a missing entry means nothing was granted. */
export function may(session: Session | null | undefined, record: string, verb: string): boolean {
  return session?.permissions[record]?.includes(verb) ?? false;
}
