import type { ReactNode } from 'react';

/** The part of Markdown that the guide is written in: headings, paragraphs, lists, tables, pictures, fenced text. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; ordered: boolean; start: number; items: string[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'code'; text: string }
  | { kind: 'picture'; alt: string; source: string };

const item = /^(?:[-*]|(\d+)\.) +(.*)$/;
const picture = /^!\[(.*)\]\((.*)\)$/;
const cells = (line: string): string[] => line.trim().replace(/^\||\|$/g, '').split('|').map((cell) => cell.trim());

export function blocksOf(source: string): Block[] {
  const lines = source.replace(/<!--.*?-->/gs, '').split('\n');
  const out: Block[] = [];
  for (let k = 0; k < lines.length; k++) {
    const line = lines[k]!;
    const heading = /^(#{1,4}) +(.*)$/.exec(line);
    const shown = picture.exec(line.trim());
    if (line.trim() === '') continue;
    if (heading) out.push({ kind: 'heading', level: heading[1]!.length, text: heading[2]! });
    else if (shown) out.push({ kind: 'picture', alt: shown[1]!, source: shown[2]! });
    else if (line.startsWith('```')) {
      const end = lines.indexOf('```', k + 1);
      out.push({ kind: 'code', text: lines.slice(k + 1, end < 0 ? undefined : end).join('\n') });
      k = end < 0 ? lines.length : end;
    } else if (line.startsWith('|')) {
      const rows: string[][] = [];
      for (; lines[k]?.startsWith('|'); k++) rows.push(cells(lines[k]!));
      k--;
      out.push({ kind: 'table', head: rows[0]!, rows: rows.slice(2) });
    } else if (item.test(line)) {
      const list: Block & { kind: 'list' } = { kind: 'list', ordered: /^\d/.test(line), start: Number(item.exec(line)![1] ?? 1), items: [] };
      for (; lines[k] !== undefined && lines[k]!.trim() !== ''; k++) {
        const found = item.exec(lines[k]!);
        if (found) list.items.push(found[2]!);
        else list.items[list.items.length - 1] += ` ${lines[k]!.trim()}`;
      }
      out.push(list);
    } else {
      const first = k;
      while (lines[k + 1] !== undefined && lines[k + 1]!.trim() !== '' && !/^([#|`]|!\[)/.test(lines[k + 1]!) && !item.test(lines[k + 1]!)) k++;
      out.push({ kind: 'paragraph', text: lines.slice(first, k + 1).map((l) => l.trim()).join(' ') });
    }
  }
  return out;
}

/** Bold, slanted, code and links within a line; `link` decides where an address leads. */
export function inline(text: string, link: (to: string, words: ReactNode, key: number) => ReactNode): ReactNode[] {
  const parts = text.split(/(\*\*.+?\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\)|\*[^*]+\*)/);
  return parts.map((part, k) => {
    const to = /^\[([^\]]+)\]\(([^)]+)\)$/.exec(part);
    if (to) return link(to[2]!, to[1]!, k);
    if (part.startsWith('**') && part.length > 4) return <strong key={k}>{part.slice(2, -2)}</strong>;
    if (part.startsWith('`') && part.length > 2) return <code key={k}>{part.slice(1, -1)}</code>;
    if (part.startsWith('*') && part.length > 2) return <em key={k}>{part.slice(1, -1)}</em>;
    return part;
  });
}

/** An address relative to a page of the guide, from the guide's own folder; null where it leads out of it. */
export function within(page: string, to: string): string | null {
  const path = page.split('/').slice(0, -1);
  for (const part of to.split('/')) {
    if (part === '..' && path.pop() === undefined) return null;
    if (part !== '..' && part !== '.') path.push(part);
  }
  return path.join('/');
}
