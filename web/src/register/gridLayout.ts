import type { Field, RecordType } from '../api/types';
import type { Line } from './group';
import { valueText, type Reader } from './value';

export const rowHeight = 32;
export interface Place { line: number; column: number }

/** The widths a column begins with, by what it holds. */
function widthOf(field: Field, type: RecordType): number {
  if (field.name === type.title) return 320;
  if (field.multiline) return 260;
  return { text: 160, text2: 200, integer: 90, number: 100, percent: 84, money: 120, date: 108, moment: 140, boolean: 76, choice: 112, link: 150, minutes: 96, json: 120 }[field.kind];
}

/** The room that a state's word takes in its chip, ideographs being twice as wide. */
const chipWidth = (word: string): number => 42 + [...word].reduce((sum, c) => sum + (c > '\u2e80' ? 12.5 : 6.6), 0);

/** Number and state lead; the title takes what the others leave. */
export function layout(type: RecordType, columns: Field[], room: number, label: Reader['label']): { lead: string[]; widths: number[]; width: number } {
  const lead = [...(type.prefix ? ['number'] : []), ...(type.states.length ? ['state'] : [])];
  const widths = [...lead.map((name) => (name === 'state' ? Math.min(190, Math.max(110, ...type.states.map((s) => Math.round(chipWidth(label(s.labels)))))) : 110)), ...columns.map((c) => widthOf(c, type))];
  const titleAt = columns.findIndex((c) => c.name === type.title);
  const left = room - widths.reduce((a, b) => a + b, 0);
  if (left > 0 && titleAt >= 0) widths[titleAt + lead.length]! += left;
  return { lead, widths, width: widths.reduce((a, b) => a + b, 0) };
}

/** Where a key moves the active cell; null where the key does something else. */
export function moved(event: { key: string; ctrlKey: boolean }, from: Place, lines: number, columns: number, page: number): Place | null {
  const to = (line: number, column: number): Place => ({ line: Math.max(0, Math.min(lines - 1, line)), column: Math.max(0, Math.min(columns - 1, column)) });
  switch (event.key) {
    case 'ArrowDown': case 'j': return to(from.line + 1, from.column);
    case 'ArrowUp': case 'k': return to(from.line - 1, from.column);
    case 'ArrowRight': return to(from.line, from.column + 1);
    case 'ArrowLeft': return to(from.line, from.column - 1);
    case 'PageDown': return to(from.line + page, from.column);
    case 'PageUp': return to(from.line - page, from.column);
    case 'Home': return to(event.ctrlKey ? 0 : from.line, 0);
    case 'End': return to(event.ctrlKey ? lines - 1 : from.line, columns - 1);
    default: return null;
  }
}

export function copied(line: Line | undefined, columns: Field[], reader: Reader): string {
  return line?.kind === 'row' ? columns.map((c) => valueText(c, line.row[c.name], reader, line.row)).join('\t') : '';
}

export function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}
