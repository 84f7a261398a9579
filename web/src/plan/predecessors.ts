import type { PlanEdit } from '../api/types';
import { formatSignedDuration, readDuration } from '../format/number';
import { linkTypes, type PlanModel } from './model';

export interface Predecessor { from: number; type: number; lag: number }

export function predecessorsOf(model: PlanModel, i: number): Predecessor[] {
  const { links } = model;
  const out: Predecessor[] = [];
  for (let k = links.predecessorAt[i]!; k < links.predecessorAt[i + 1]!; k++) {
    const link = links.predecessors[k]!;
    out.push({ from: links.from[link]!, type: links.type[link]!, lag: links.lag[link]! });
  }
  return out.sort((a, b) => a.from - b.from);
}

/** "12, 14SS+2 天": the row number, the type unless finish-to-start, the lag. */
export function predecessorText(list: Predecessor[], perDay: number, language: string): string {
  return list
    .map((p) => `${p.from + 1}${p.type !== 0 || p.lag !== 0 ? linkTypes[p.type]!.toUpperCase() : ''}${p.lag !== 0 ? formatSignedDuration(p.lag, perDay, language).replace(' ', '') : ''}`)
    .join(', ');
}

/** Reads the same text back; null when a part of it cannot be read. */
export function readPredecessors(text: string, perDay: number, count: number): Predecessor[] | null {
  const out: Predecessor[] = [];
  for (const part of text.split(/[,;,;、]/)) {
    const trimmed = part.trim();
    if (!trimmed) continue;
    const match = /^(\d+)\s*(fs|ss|ff|sf)?\s*([+\-−].+)?$/i.exec(trimmed);
    if (!match) return null;
    const from = Number(match[1]) - 1;
    const lag = match[3] ? readDuration(match[3].replace(/^\+/, ''), perDay) : 0;
    if (from < 0 || from >= count || Number.isNaN(lag)) return null;
    out.push({ from, type: Math.max(0, linkTypes.indexOf((match[2] ?? 'fs').toLowerCase() as 'fs')), lag });
  }
  return out;
}

export function predecessorEdits(model: PlanModel, to: number, wanted: Predecessor[]): PlanEdit[] {
  const present = predecessorsOf(model, to);
  const same = (a: Predecessor, b: Predecessor) => a.from === b.from && a.type === b.type && a.lag === b.lag;
  const id = (i: number) => model.id[i]!;
  const edits: PlanEdit[] = [];
  for (const p of present) if (!wanted.some((w) => same(w, p))) edits.push({ unlink: { from: id(p.from), to: id(to), type: linkTypes[p.type]! } });
  for (const w of wanted) if (!present.some((p) => same(w, p))) edits.push({ link: { from: id(w.from), to: id(to), type: linkTypes[w.type]!, lag: w.lag } });
  return edits;
}
