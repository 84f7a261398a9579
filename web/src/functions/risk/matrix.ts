import type { Row } from '../../api/types';

export interface Cell { count: number; rows: Row[] }
export interface Matrix { size: number; inherent: Cell[][]; residual: Cell[][]; arrows: { from: [number, number]; to: [number, number]; row: Row }[]; unrated: number }

/** A matrix has five levels unless the project's scale goes to six or seven. */
const usual = 5;
const most = 7;

/** Probability may be a 1–7 score, a percentage or a share; impact a score. 0-based steps, null when not rated. */
export function step(value: unknown, percent: boolean): number | null {
  if (typeof value === 'string' && /^\d/.test(value)) return step(Number(value), percent);
  if (typeof value !== 'number' || Number.isNaN(value)) return null;
  if (!percent) return value < 1 ? null : Math.min(most, Math.round(value)) - 1;
  const share = value > 1 ? value / 100 : value;
  return Math.min(4, Math.floor(share * 5));
}

const impacts = ['impact', 'impact_time', 'impact_cost', 'impact_quality', 'impact_hse'];

function rating(row: Row, prefix: string, percent: boolean): [number, number] | null {
  const probability = step(row[`${prefix}probability`], percent);
  const impact = impacts.map((name) => step(row[prefix + name], false)).reduce<number | null>((a, b) => (b === null ? a : a === null ? b : Math.max(a, b)), null);
  return probability === null || impact === null ? null : [probability, impact];
}

export function buildMatrix(rows: Row[], percent: boolean): Matrix {
  const reached = rows.flatMap((row) => ['', 'inherent_', 'residual_'].flatMap((prefix) => rating(row, prefix, percent) ?? []));
  const size = Math.max(usual, ...reached.map((level) => level + 1));
  const grid = (): Cell[][] => Array.from({ length: size }, () => Array.from({ length: size }, () => ({ count: 0, rows: [] })));
  const out: Matrix = { size, inherent: grid(), residual: grid(), arrows: [], unrated: 0 };
  const put = (where: Cell[][], [p, i]: [number, number], row: Row) => { const cell = where[p]![i]!; cell.count++; cell.rows.push(row); };
  for (const row of rows) {
    const inherent = rating(row, '', percent) ?? rating(row, 'inherent_', percent);
    if (!inherent) { out.unrated++; continue; }
    const residual = rating(row, 'residual_', percent) ?? inherent;
    put(out.inherent, inherent, row);
    put(out.residual, residual, row);
    if (residual[0] !== inherent[0] || residual[1] !== inherent[1]) out.arrows.push({ from: inherent, to: residual, row });
  }
  return out;
}

/** Severity bands by the product of the two scores: from 15 and 6 of 25 on, in proportion. */
export function band(probability: number, impact: number, size = usual): 'red' | 'amber' | 'green' {
  const share = ((probability + 1) * (impact + 1)) / (size * size);
  return share >= 0.6 ? 'red' : share >= 0.24 ? 'amber' : 'green';
}
