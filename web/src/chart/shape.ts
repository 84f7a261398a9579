// What a picture takes from a table whose columns are only known by their kinds. No screen, no language.
import type { Cells } from '../api/report';
import type { Field } from '../api/types';
import type { Money } from '../format/number';

const measureKinds: readonly string[] = ['integer', 'number', 'percent', 'money', 'minutes'];
const labelKinds: readonly string[] = ['link', 'text', 'choice', 'text2'];

export const isMeasure = (column: Field): boolean => measureKinds.includes(column.kind);
export const isLabel = (column: Field): boolean => labelKinds.includes(column.kind);
export const isDay = (column: Field): boolean => column.kind === 'date' || column.kind === 'moment';

/** The figure of a cell; null where the server has none. Money in its main unit. */
export function figure(column: Field, row: Cells): number | null {
  const value = row[column.name];
  if (value === null || value === undefined || value === '') return null;
  if (column.kind === 'money') return (value as Money).minor / 100;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The column that names a row: the most telling link, not the project that all rows share. */
export function nameColumn(columns: Field[], rows: Cells[]): Field | undefined {
  const labels = columns.filter(isLabel);
  const first = labels[0];
  if (first?.name === 'project' && labels.length > 1 && labels[1]!.kind === 'link') return labels[1];
  if (first?.name === 'project' && labels.length > 1 && new Set(rows.map((row) => row['project'])).size <= 1) return labels[1];
  return first ?? columns[0];
}

export interface Group { key: string; columns: Field[] }

/** Bare numbers share an axis only where none dwarfs another. */
function alike(columns: Field[], rows: Cells[]): boolean {
  const tops = columns.map((c) => Math.max(0, ...rows.map((row) => Math.abs(figure(c, row) ?? 0)))).filter((top) => top > 0);
  return tops.length > 0 && Math.max(...tops) <= Math.min(...tops) * 10;
}

/** Measures that can share one axis: the same kind and unit. Each group is one view of the picture. */
export function groups(columns: Field[], rows: Cells[]): Group[] {
  const out = new Map<string, Field[]>();
  const plain = alike(columns.filter((c) => c.kind === 'number' && !c.unit), rows);
  for (const column of columns) {
    if (!isMeasure(column) || !rows.some((row) => figure(column, row) !== null)) continue;
    const alone = column.kind === 'number' && !column.unit && !plain;
    const key = `${column.kind} ${alone ? column.name : ''} ${column.unit ?? ''}`;
    out.set(key, [...(out.get(key) ?? []), column]);
  }
  return [...out].map(([key, list]) => ({ key, columns: list.slice(0, 4) }));
}

/** A round upper or lower end and its steps, as people label axes; counts have no halves. */
export function ticks(low: number, high: number, wanted = 5, whole = false): number[] {
  const span = high - low || Math.abs(high) || 1;
  const raw = span / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw - 1e-12 && (!whole || (s >= 1 && Number.isInteger(s)))) ?? Math.max(power * 10, whole ? 1 : 0);
  const out: number[] = [];
  for (let k = Math.floor(low / step + 1e-9); k * step < high + step - 1e-9 * step; k++) out.push(Number((k * step).toPrecision(12)));
  return out.length > 1 ? out : [low, low + step];
}

/** Percent axes end at 100; all others begin at zero unless a figure is below. */
export function domain(values: number[], percent: boolean): [number, number] {
  const high = Math.max(0, ...values);
  const low = Math.min(0, ...values);
  if (percent && high <= 100 && low >= 0) return [0, 100];
  const marks = ticks(low, high || 1);
  return [marks[0]!, marks[marks.length - 1]!];
}

export interface Cross { rows: string[]; columns: string[]; at: Map<string, Cells> }
export const crossKey = (row: string, column: string): string => `${row}\u0000${column}`;

/** Two label columns as the sides of a grid. */
export function cross(rowColumn: Field, columnColumn: Field, rows: Cells[]): Cross {
  const side = (column: Field) => [...new Set(rows.map((row) => String(row[column.name] ?? '')))];
  const at = new Map<string, Cells>();
  for (const row of rows) at.set(crossKey(String(row[rowColumn.name] ?? ''), String(row[columnColumn.name] ?? '')), row);
  const across = side(columnColumn);
  // Months and steps read from small to large; named things keep the server's order.
  if (across.every((text) => /^[\d-]+$/.test(text))) across.sort((a, b) => (a.length - b.length) || a.localeCompare(b));
  return { rows: side(rowColumn), columns: across, at };
}

export interface TreeNode { row: Cells; id: string; children: TreeNode[] }

/** Parents before children; a row whose parent is not in the table is a root; loops are cut. */
export function tree(own: Field, parent: Field, rows: Cells[]): TreeNode[] {
  const nodes = new Map<string, TreeNode>(rows.map((row) => [String(row[own.name]), { row, id: String(row[own.name]), children: [] }]));
  const roots: TreeNode[] = [];
  for (const node of nodes.values()) {
    const above = nodes.get(String(node.row[parent.name] ?? ''));
    if (above && above !== node && !reaches(node, above, nodes, parent)) above.children.push(node);
    else roots.push(node);
  }
  return roots;
}

function reaches(node: TreeNode, from: TreeNode, nodes: Map<string, TreeNode>, parent: Field): boolean {
  let at: TreeNode | undefined = from;
  for (let k = 0; at && k < 64; k++) {
    if (at === node) return true;
    at = nodes.get(String(at.row[parent.name] ?? ''));
  }
  return false;
}

/** Two columns of the same target where the second points at rows of the first. */
export function parentColumns(columns: Field[]): [Field, Field] | null {
  const own = columns.find((column) => column.kind === 'link');
  const parent = own && columns.find((column) => column !== own && column.kind === 'link' && column.target === own.target);
  return own && parent ? [own, parent] : null;
}

/** What a course runs along: days first, then named periods, then whatever names a row. */
export function alongOf(columns: Field[]): Field | undefined {
  const periods = ['month', 'period', 'week', 'quarter', 'year'];
  return columns.find(isDay) ?? columns.find((c) => periods.includes(c.name)) ?? columns.find((c) => c.kind === 'text' || c.kind === 'choice') ?? columns.find((c) => c.kind === 'link') ?? columns.find((c) => c.kind === 'integer');
}
