import type { PlanEdit, EditAnswer } from '../api/types';
import type { ApiError } from '../api/client';

/** What the gestures and keys ask the screen to do; the screen talks to the server. */
export interface Commands {
  dryRun: (edits: PlanEdit[], signal: AbortSignal) => Promise<EditAnswer>;
  /** Writes; resolves to null when refused, after the refusal was shown. */
  commit: (edits: PlanEdit[], options?: { toast?: boolean; cell?: (error: ApiError) => void }) => Promise<EditAnswer | null>;
  undo: () => void;
  redo: () => void;
  openDetails: (activity: number) => void;
  openWhy: (activity: number, field: string) => void;
  openHelp: () => void;
  focusFind: () => void;
  closePanel: () => boolean;
  confirmRemove: (activities: number[]) => Promise<boolean>;
}
