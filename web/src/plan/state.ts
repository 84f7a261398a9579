import type { Column, Words } from './columns';
import type { LinkIndex } from './linkIndex';
import type { PlanModel } from './model';
import type { ProgressLine } from './progressLine';
import type { Rows } from './rows';

export interface Ghosts {
  /** New dates of the activities that would move, by activity. */
  start: Map<number, number>; finish: Map<number, number>;
}

/** What a drag or a dry run shows before anything is written. */
export interface Preview {
  ghosts: Ghosts; summary: string; tone: 'plain' | 'warn' | 'refused'; pending: boolean;
}

export interface LinkDrag { from: number; fromFinish: boolean; x: number; y: number; target: number; targetFinish: boolean }

/** Everything the two painters read. One object, mutated in place: a frame copies nothing. */
export interface View {
  model: PlanModel;
  rows: Rows;
  linkIndex: LinkIndex;
  columns: Column[];
  words: Words;
  collapsed: Uint8Array;
  rowHeight: number;
  scrollTop: number;
  height: number;
  pixelsPerDay: number;
  /** Wall-clock minute at the left edge of the canvas. */
  left: number;
  active: number;
  activeColumn: number;
  selected: Set<number>;
  matches: Uint8Array | null;
  path: Uint8Array | null;
  hover: number;
  hoverLink: number;
  preview: Preview | null;
  linkDrag: LinkDrag | null;
  progress: ProgressLine | null;
  flashed: Map<number, number>;
  show: { baseline: boolean; links: boolean; float: boolean; critical: boolean; resources: boolean; idle: boolean };
  now: number;
}

export const headerHeight = 44;
export const xOf = (view: Pick<View, 'left' | 'pixelsPerDay'>, minutes: number) => ((minutes - view.left) / 1440) * view.pixelsPerDay;
export const timeAt = (view: Pick<View, 'left' | 'pixelsPerDay'>, x: number) => view.left + (x / view.pixelsPerDay) * 1440;
