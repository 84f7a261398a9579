import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { get } from '../api/client';
import { parsePlanDate } from '../format/date';
import type { PlanModel } from './model';
import type { Screen } from './PlanScreen';

interface BaselineAnswer { version: number; number: number; start: (string | null)[]; finish: (string | null)[] }

/** Puts the dates of a chosen baseline in the place of the first one's: bars, columns and variance follow. */
export function useBaseline(screen: Screen | null, project: string, model: PlanModel, number: number | undefined): void {
  const wanted = number !== undefined && model.meta.baselines.some((b) => b.number === number);
  const answer = useQuery({
    queryKey: ['plan', project, 'baseline', number, model.meta.id, model.meta.version], enabled: wanted, retry: false,
    queryFn: ({ signal }) => get<BaselineAnswer>(`/projects/${project}/plan/baselines/${number}`, { scenario: screen?.editing.of.scenario }, signal),
  });
  useEffect(() => {
    if (!screen || !wanted || !answer.data || answer.data.start.length !== model.count) return;
    for (let i = 0; i < model.count; i++) {
      model.baselineStart[i] = parsePlanDate(answer.data.start[i]);
      model.baselineFinish[i] = parsePlanDate(answer.data.finish[i]);
    }
    screen.surface.refresh();
    screen.surface.events.changed();
  }, [screen, wanted, answer.data, model]);
}
