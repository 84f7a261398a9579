import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/client';
import { undo, useUpdate } from '../api/records';
import type { RecordType, Row } from '../api/types';
import { showToast } from '../ui/toast';
import { ConflictDialog } from './ConflictDialog';
import { clashes, resolved, type Clash } from './merge';

export interface Saved { ok: boolean; message: (field: string) => string }
interface Conflict { list: Clash[]; current: Row; answer: (keepMine: ReadonlySet<string> | null) => void }

/** Saves fields of a record; asks mine or theirs where somebody else changed the same field meanwhile. */
export function useSave(type: RecordType): { run: (row: Row, set: Record<string, unknown>) => Promise<Saved>; busy: boolean; dialog: ReactNode } {
  const { t } = useTranslation();
  const client = useQueryClient();
  const update = useUpdate(type);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const fine: Saved = { ok: true, message: () => '' };
  const send = async (row: Row, set: Record<string, unknown>): Promise<Saved> => {
    try {
      const written = await update.mutateAsync({ row, set });
      if (written.tx) showToast(t('register.saved'), { action: { label: t('common.undo'), run: () => void undo(client, written.tx!).then(() => showToast(t('common.undone'))).catch((e: Error) => showToast(e.message, { tone: 'error' })) } });
      return fine;
    } catch (error) {
      if (error instanceof ApiError && error.status === 412 && error.problem.record) return clash(row, set, error.problem.record as Row);
      return { ok: false, message: (field) => sentence(error, field) };
    }
  };
  const clash = async (row: Row, set: Record<string, unknown>, current: Row): Promise<Saved> => {
    const list = clashes(row, set, current);
    if (list.length === 0) return send(current, set);
    const keep = await new Promise<ReadonlySet<string> | null>((answer) => setConflict({ list, current, answer }));
    setConflict(null);
    client.setQueryData(['record', type.name, row.id], (old: Row | undefined) => ({ ...old, ...current }));
    void client.invalidateQueries({ queryKey: ['list', type.plural] });
    if (keep === null) return fine;
    const rest = resolved(set, list, keep);
    return Object.keys(rest).length > 0 ? send(current, rest) : fine;
  };
  return { run: send, busy: update.isPending, dialog: conflict && <ConflictDialog type={type} clashes={conflict.list} current={conflict.current} answer={conflict.answer} /> };
}

/** The refusal of one field with its rule code, or that of the whole write. */
export function sentence(error: unknown, field: string): string {
  if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
  const own = error.problem.errors?.find((e) => (e.pointer ?? '').endsWith(`/${field}`)) ?? error.problem.errors?.[0];
  const text = own?.message ?? error.message;
  const code = own?.code ?? error.problem.code;
  return code ? `${text} (${code})` : text;
}
