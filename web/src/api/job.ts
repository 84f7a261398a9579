// Work that may take its time is answered beside its connection: the server keeps it as a job, tells how far it is, and
// stops it when nobody wants the answer any more.

import { ApiError, call, get, upload, type Options, type Problem } from './client';

export interface Progress { share: number | null; phase: string | null }
/** `enough`: a search shall end and answer with the best it has found; `signal`: nobody wants the answer any more. */
export interface Watch { onProgress?: (progress: Progress) => void; signal?: AbortSignal; enough?: AbortSignal }

interface Job { id: string; state: string; progress: number; phase: string | null; status: number | null; result: unknown }

/** What a request says that would rather not keep its connection open for more than a second. */
export const prefersLater = 'respond-async, wait=1';
const pauseMs = 250;

/** The answer that a job ends with; a refusal as if it had come at once. */
export async function answerOf<T>(accepted: { job: string }, { onProgress, signal, enough }: Watch): Promise<T> {
  let ending = false;
  for (;;) {
    if (signal?.aborted || (enough?.aborted && !ending)) {
      ending = true;
      await call<void>('DELETE', `/jobs/${accepted.job}`).catch(() => undefined);
      if (signal?.aborted) throw new DOMException('stopped', 'AbortError');
    }
    const job = await get<Job>(`/jobs/${accepted.job}`);
    if (job.state !== 'queued' && job.state !== 'running') return ended<T>(job);
    onProgress?.({ share: job.progress > 0 ? job.progress : null, phase: job.phase });
    await pause(pauseMs, signal, ending ? undefined : enough);
  }
}

function ended<T>(job: Job): T {
  if (job.state === 'done' && job.status !== null && job.status < 300) return job.result as T;
  if (job.state === 'cancelled') throw new DOMException('stopped', 'AbortError');
  throw new ApiError(job.status ?? 500, (job.result as Problem | null) ?? { title: job.state });
}

const pause = (time: number, ...signals: (AbortSignal | undefined)[]) => new Promise<void>((resolve) => {
  const timer = setTimeout(resolve, time);
  for (const signal of signals) signal?.addEventListener('abort', () => { clearTimeout(timer); resolve(); }, { once: true });
});

export const isStopped = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';

/** A report or a file that may take long: its answer, however it comes. */
export async function getLater<T>(path: string, query: Options['query'], watch: Watch): Promise<T> {
  const answer = await call<T | { job: string }>('GET', path, { ...(query ? { query } : {}), ...(watch.signal ? { signal: watch.signal } : {}), headers: { Prefer: prefersLater } });
  return isJob(answer) ? answerOf<T>(answer, watch) : answer;
}

export async function uploadLater<T>(path: string, file: Blob, query: Options['query'], watch: Watch & { onSent: (share: number) => void; key?: string }): Promise<T> {
  const { onSent, key, ...rest } = watch;
  const answer = await upload<T | { job: string }>(path, file, query, { onProgress: onSent, headers: { Prefer: prefersLater }, ...(key ? { key } : {}), ...(rest.signal ? { signal: rest.signal } : {}) });
  return isJob(answer) ? answerOf<T>(answer, rest) : answer;
}

/** Nothing but a job has both. */
const isJob = (answer: unknown): answer is { job: string } => typeof answer === 'object' && answer !== null && 'job' in answer && 'address' in answer;
