import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import type { EditAnswer, PlanEdit } from '../api/types';
import { previewOf } from './preview';
import type { Screen } from './PlanScreen';

/** Edits drawn as a preview in the Gantt before anybody applies them; the newest question wins. */
export function useTryOut(screen: Screen) {
  const { t, i18n } = useTranslation();
  const { surface } = screen;
  const running = useRef<AbortController | null>(null);
  const shown = useRef(false);
  const show = () => { surface.refresh(); surface.events.changed(); };
  const clear = () => {
    running.current?.abort();
    if (!shown.current) return;
    shown.current = false;
    surface.view.preview = null;
    show();
  };
  useEffect(() => clear, [surface]);
  const tryOut = async (edits: PlanEdit[]): Promise<EditAnswer | null> => {
    clear();
    if (edits.length === 0) return null;
    const mine = (running.current = new AbortController());
    try {
      const answer = await screen.editing.dryRun(edits, mine.signal);
      if (mine.signal.aborted) return null;
      shown.current = true;
      surface.view.preview = previewOf(surface.view.model, answer, t, i18n.language);
      show();
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError) || mine.signal.aborted) return null;
      shown.current = true;
      surface.view.preview = { ghosts: { start: new Map(), finish: new Map() }, summary: error.problem.errors?.[0]?.message ?? error.message, tone: 'refused', pending: false };
      show();
      return null;
    }
  };
  return { tryOut, clear, summary: shown.current ? (surface.view.preview?.summary ?? '') : '' };
}
