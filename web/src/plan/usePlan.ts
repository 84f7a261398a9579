import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { PlanAnswer } from '../api/types';
import { buildModel, type PlanModel } from './model';

/** Of the plan and everything of it; with a scenario, the empty one for none, of that plan alone. */
export const planKey = (project: string, scenario?: string) => (scenario === undefined ? ['plan', project] : ['plan', project, 'of', scenario]);

export function usePlan(project: string, scenario = '') {
  return useQuery({
    queryKey: planKey(project, scenario),
    queryFn: async ({ signal }): Promise<PlanModel> => {
      const answer = await get<PlanAnswer>(`/projects/${project}/plan`, { scenario }, signal);
      performance.mark('plan.data');
      return buildModel(answer);
    },
    // Comparing a hundred thousand rows to keep references would cost more than drawing them.
    structuralSharing: false,
    gcTime: 30_000, staleTime: 60_000, retry: 1,
  });
}
