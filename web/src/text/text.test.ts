import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { en } from './en';
import { zh } from './zh';

function keys(value: object, prefix = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'object' ? keys(inner as object, `${prefix}${key}.`) : [`${prefix}${key}`]));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.|text\//.test(path) ? [readFileSync(path, 'utf8')] : [];
  });
}

describe('texts', () => {
  const known = new Set(keys(zh));
  it('exist in both languages', () => expect(keys(en).sort()).toEqual([...known].sort()));
  it('exist for every key the code names', () => {
    const named = sources(join(import.meta.dirname, '..')).flatMap((text) => [...text.matchAll(/\bt\??\.?\(\s*'([^']+)'/g)].map((m) => m[1]!));
    expect(named.length).toBeGreaterThan(150);
    expect([...new Set(named.filter((key) => !known.has(key)))]).toEqual([]);
  });
  it('use the same placeholders', () => {
    const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort().join();
    const read = (root: object, key: string) => key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], root) as string;
    const wrong = [...known].filter((key) => holes(read(zh, key)) !== holes(read(en, key)));
    expect(wrong).toEqual([]);
  });
  it('use full-width punctuation in Chinese prose', () => {
    const read = (key: string) => key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)[part], zh) as string;
    expect([...known].filter((key) => /[\u4e00-\u9fff][,;:?]|[,;:?][\u4e00-\u9fff]/.test(read(key)))).toEqual([]);
  });
});
