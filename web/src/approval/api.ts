import { useQueryClient } from '@tanstack/react-query';
import { post } from '../api/client';
import { quote, useShortList } from '../api/records';
import { useSchema } from '../api/schema';
import type { Labels, RecordType, Row, Written } from '../api/types';

/** A decision that is asked of a person: a row of `decision_step`. */
export const textOf = (row: Row, name: string): string => { const value = row[name]; return value === null || value === undefined ? '' : String(value); };

export function useWaiting(limit = 100) {
  const known = useSchema()?.records.has('decision_step') ?? false;
  return useShortList('decision-steps', { filter: 'state = "waiting" and person = @me', sort: 'due', limit }, known);
}

export function useMyRequests() {
  const known = useSchema()?.records.has('approval') ?? false;
  return useShortList('approvals', { filter: 'state = "running" and requester = @me', limit: 50 }, known);
}

export function useApprovalsOf(type: RecordType, id: string) {
  const known = useSchema()?.records.has('approval') ?? false;
  return useShortList('approvals', { filter: `record_id = ${quote(id)}`, sort: '-created_at', limit: 20 }, known && type.steps.some((s) => s.approval));
}

export function useDecisionsOf(id: string, enabled = true) {
  return useShortList('decision-steps', { filter: `record_id = ${quote(id)}`, limit: 200 }, enabled);
}

/** Carries out a verb of an approval or a decision; everything that shows it is read again. */
export function useVerb(): (plural: string, row: Row, verb: string, inputs: Record<string, unknown>) => Promise<void> {
  const client = useQueryClient();
  const schema = useSchema();
  return async (plural, row, verb, inputs) => {
    await post<Written>(`/${plural}/${row.id}/actions/${verb}`, inputs, { version: row.version });
    const subject = schema?.records.get(textOf(row, 'record'))?.plural;
    const stale = ['approvals', 'decision-steps', 'notifications', ...(subject ? [subject] : [])];
    await client.invalidateQueries({ predicate: ({ queryKey: [kind, name] }) => (kind === 'list' && stale.includes(String(name))) || kind === 'record' || kind === 'history' || kind === 'report' });
  };
}

export interface Stage { name: string; mode?: string; who?: string[]; percent?: number; due_days?: number }
export const stagesOf = (approval: Row): Stage[] => (Array.isArray(approval['stages']) ? (approval['stages'] as Stage[]) : []);

/** The step that is asked for, as its lifecycle names it. */
export const stepLabels = (type: RecordType | undefined, name: string): Labels | undefined => type?.steps.find((s) => s.name === name)?.labels;
