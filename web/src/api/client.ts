// The one place that talks HTTP. Every write carries the CSRF token and an idempotency key; every refusal
// becomes an ApiError that keeps the server's rule codes, so that fields can show them. Who reads as of a past day says so
// with every request: the server answers from then, refuses writes, and what it only knows of the present.

import i18next from 'i18next';
import { asOf } from './asOf';
import { sayAway } from './reach';

export interface Problem {
  type?: string; title?: string; status?: number; code?: string; detail?: string;
  errors?: { pointer?: string; code?: string; message?: string }[];
  record?: Record<string, unknown>;
}

export class ApiError extends Error {
  constructor(readonly status: number, readonly problem: Problem) {
    super(problem.detail || problem.errors?.[0]?.message || problem.title || `HTTP ${status}`);
  }
  /** Messages of one field, or of the whole request where no pointer is given. */
  messagesOf(field: string): string[] {
    return (this.problem.errors ?? [])
      .filter((e) => (e.pointer ?? '').replace(/^\//, '').split('/').pop() === field)
      .map((e) => e.message ?? e.code ?? '');
  }
}

// What is of the present in any case: who is signed in, what is declared, one's own settings.
const present = /^\/(session|sessions|setup|schema|saved-views|jobs)\b/;

interface Context { csrf: string; language: string; onSignedOut: () => void }
const context: Context = { csrf: '', language: 'zh-CN', onSignedOut: () => {} };

export function configureClient(change: Partial<Context>): void {
  Object.assign(context, change);
}

export interface Options {
  query?: Record<string, string | number | undefined | null>;
  body?: unknown;
  version?: number;
  signal?: AbortSignal;
  /** A sign-in must not be answered by the signed-out handler. */
  quiet?: boolean;
  /** Headers beside the usual ones. */
  headers?: Record<string, string>;
}

export const base = '/api/v1';

export function address(path: string, query?: Options['query']): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  if (asOf() && !present.test(path)) search.set('as_of', asOf());
  const text = search.toString();
  return base + path + (text ? `?${text}` : '');
}

/** An address for a plain link: the browser's own request does not know the language of the page. */
export function fileAddress(path: string, query?: Options['query']): string {
  return address(path, { ...query, lang: context.language.startsWith('en') ? 'en' : 'zh' });
}

/** `crypto.randomUUID` exists only in secure contexts; a plain-HTTP intranet address is not one. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function writeHeaders(): Record<string, string> {
  return { 'X-CSRF-Token': context.csrf, 'Idempotency-Key': newKey() };
}

export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': context.language, ...options.headers };
  if (method !== 'GET') Object.assign(headers, writeHeaders());
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  const init: RequestInit = { method, headers, credentials: 'same-origin' };
  if (options.signal) init.signal = options.signal;
  if (options.body !== undefined) {
    headers['Content-Type'] = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    init.body = JSON.stringify(options.body);
  }
  const answer = await fetch(address(path, options.query), init).catch((error: unknown) => { throw init.signal?.aborted ? error : notReached(); });
  sayAway(false);
  if (!answer.ok) throw await refusal(answer, options.quiet ?? false);
  if (answer.status === 204) return undefined as T;
  return (await answer.json()) as T;
}

/** No answer at all: the server is away, or the way to it. */
function notReached(): ApiError {
  sayAway(true);
  return new ApiError(0, { title: i18next.t('common.away') });
}

async function refusal(answer: Response, quiet: boolean): Promise<ApiError> {
  let problem: Problem = {};
  try {
    problem = (await answer.json()) as Problem;
  } catch {
    problem = { title: i18next.t(answer.status >= 500 ? 'common.away' : 'common.failed') };
  }
  if (answer.status === 401 && !quiet) context.onSignedOut();
  return new ApiError(answer.status, problem);
}

export const get = <T>(path: string, query?: Options['query'], signal?: AbortSignal) =>
  call<T>('GET', path, { ...(query ? { query } : {}), ...(signal ? { signal } : {}) });
export const post = <T>(path: string, body?: unknown, options: Options = {}) => call<T>('POST', path, { ...options, body });
export const patch = <T>(path: string, body: unknown, version: number) => call<T>('PATCH', path, { body, version });

interface Sending { onProgress: (share: number) => void; key?: string; signal?: AbortSignal; headers?: Record<string, string> }

/** Raw bytes with progress: fetch cannot report the upload, XMLHttpRequest can. The same `key` twice is the same request. */
export function upload<T>(path: string, file: Blob, query: Options['query'], { onProgress, key = newKey(), signal, headers = {} }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.onabort = () => reject(new DOMException('stopped', 'AbortError'));
    request.open('POST', address(path, query));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Accept-Language', context.language);
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries({ ...writeHeaders(), 'Idempotency-Key': key, ...headers })) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onerror = () => reject(notReached());
    request.onload = () => {
      const text = request.responseText;
      let answer: unknown;
      try { answer = text ? JSON.parse(text) : {}; } catch { answer = { title: request.statusText }; }
      if (request.status >= 200 && request.status < 300) resolve(answer as T);
      else reject(new ApiError(request.status, answer as Problem));
    };
    request.send(file);
  });
}
