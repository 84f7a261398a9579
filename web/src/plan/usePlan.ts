import { useQuery } from '@tanstack/react-query';
import { get } from '../api/client';
import type { PlanAnswer } from '../api/types';
import { buildModel, type PlanModel } from './model';

export const planKey = (project: string) => ['plan', project];

export function usePlan(project: string) {
  return useQuery({
    queryKey: planKey(project),
    queryFn: async ({ signal }): Promise<PlanModel> => {
      const answer = await get<PlanAnswer>(`/projects/${project}/plan`, undefined, signal);
      performance.mark('plan.data');
      return buildModel(answer);
    },
    // Comparing a hundred thousand rows to keep references would cost more than drawing them.
    structuralSharing: false,
    gcTime: 30_000, staleTime: 60_000, retry: 1,
  });
}
