import { readdirSync, readFileSync } from 'node:fs';

/** One line of a journey, in the language of the functions' own `.case` files. */
export interface Line {
  text: string; verb: string; words: string[];
  /** name=value pairs of what is typed. */
  set: Record<string, string>;
  /** What stands right of the arrow: the name given to a record, the state, or a refusal's code. */
  name?: string; state?: string; refused?: string;
  cells: Record<string, string>;
}

const folder = new URL('.', import.meta.url).pathname;

export const functions = (): string[] => readdirSync(folder).filter((f) => f.endsWith('.case')).map((f) => f.slice(0, -5));

export function lines(name: string): Line[] {
  const text = readFileSync(`${folder}${name}.case`, 'utf8');
  return text.split('\n').map((l) => l.trim()).filter((l) => l && !l.startsWith('#')).map(read);
}

const tokens = (text: string): string[] => text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
const bare = (text: string): string => text.replace(/^(["'])(.*)\1$/, '$2');

function pairs(list: string[]): Record<string, string> {
  return Object.fromEntries(list.filter((t) => /^\w+=/.test(t)).map((t) => [t.slice(0, t.indexOf('=')), bare(t.slice(t.indexOf('=') + 1))]));
}

function read(text: string): Line {
  const [left = '', right = ''] = text.split(' -> ');
  const [verb = '', ...rest] = tokens(left);
  const told = tokens(right);
  const line: Line = { text, verb, words: rest.filter((t) => !/^\w+=/.test(t)), set: pairs(rest), cells: pairs(told) };
  const plain = told.filter((t) => !/^\w+=/.test(t));
  if (plain[0] === 'refused') line.refused = plain[1] ?? '';
  else for (const one of plain) if (/^[A-Z]\w*$/.test(one)) line.name = one; else line.state = one;
  return line;
}
