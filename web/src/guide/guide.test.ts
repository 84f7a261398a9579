import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guidePath } from '../app/paths';
import { blocksOf, within } from './markdown';

const root = resolve(__dirname, '../../..');
const guide = join(root, 'docs/guide');
const languages = ['en', 'zh-CN'];
const functions = readdirSync(join(root, 'src/functions'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
const pages = (language: string): string[] => readdirSync(join(guide, language), { recursive: true, encoding: 'utf-8' }).filter((name) => name.endsWith('.md')).sort();
const addresses = (text: string): string[] => [...text.matchAll(/\]\(([^)]+)\)/g)].map((found) => found[1]!);

describe('the user guide', () => {
  test('has the same pages with the same parts in both languages', () => {
    expect(pages('zh-CN')).toEqual(pages('en'));
    const parts = (language: string, page: string) => blocksOf(readFileSync(join(guide, language, page), 'utf-8')).filter((block) => block.kind !== 'paragraph').map((block) => (block.kind === 'heading' ? `heading ${block.level}` : block.kind));
    for (const page of pages('en')) expect(parts('zh-CN', page), page).toEqual(parts('en', page));
  });

  test('has a page for each function, with a picture', () => {
    expect(functions).toHaveLength(24);
    for (const language of languages) {
      const index = readFileSync(join(guide, language, 'README.md'), 'utf-8');
      for (const name of functions) {
        expect(index, name).toContain(`(functions/${name}.md)`);
        expect(blocksOf(readFileSync(join(guide, language, 'functions', `${name}.md`), 'utf-8')).some((block) => block.kind === 'picture'), `${language} ${name}`).toBe(true);
      }
    }
  });

  test('leads nowhere that is not there; its pictures are small', () => {
    for (const language of languages) for (const page of pages(language)) {
      for (const to of addresses(readFileSync(join(guide, language, page), 'utf-8'))) {
        expect(to, page).not.toMatch(/^[a-z]+:/);
        const file = join(dirname(join(guide, language, page)), to);
        expect(existsSync(file), `${language}/${page}: ${to}`).toBe(true);
        if (/\.(webp|png)$/.test(to)) expect(statSync(file).size, to).toBeLessThanOrEqual(60_000);
      }
    }
  });

  test('has no picture that no page shows', () => {
    const shown = new Set(languages.flatMap((language) => pages(language).flatMap((page) => addresses(readFileSync(join(guide, language, page), 'utf-8')).map((to) => within(`${language}/${page}`, to)))));
    for (const file of readdirSync(join(guide, 'img'))) expect(shown.has(`img/${file}`), file).toBe(true);
  });

  test('is linked from the front page in its language', () => {
    expect(readFileSync(join(root, 'README.md'), 'utf-8')).toContain('docs/guide/en/README.md');
    expect(readFileSync(join(root, 'README.zh-CN.md'), 'utf-8')).toContain('docs/guide/zh-CN/README.md');
  });

  test('opens at what is on the screen', () => {
    const functionOf = (record: string) => ({ risk: 'risk', flow: 'approval' })[record];
    expect(guidePath('/functions/risk', functionOf)).toBe('/guide/functions/risk');
    expect(guidePath('/records/risk/1', functionOf)).toBe('/guide/functions/risk');
    expect(guidePath('/reports/time.variance', functionOf)).toBe('/guide/functions/time');
    expect(guidePath('/projects/1/plan', functionOf)).toBe('/guide/functions/time');
    expect(guidePath('/records/flow', functionOf)).toBe('/guide/roles/administrators');
    expect(guidePath('/', functionOf)).toBe('/guide');
  });
});

describe('the text of the guide', () => {
  test('is read as blocks', () => {
    expect(blocksOf('# A\n\nb\nc\n\n1. d\n   e\n2. f\n\n| g | h |\n|---|---|\n| i | j |\n\n![k](l.webp)\n\n```\nm\n```\n')).toEqual([
      { kind: 'heading', level: 1, text: 'A' }, { kind: 'paragraph', text: 'b c' }, { kind: 'list', ordered: true, start: 1, items: ['d e', 'f'] },
      { kind: 'table', head: ['g', 'h'], rows: [['i', 'j']] }, { kind: 'picture', alt: 'k', source: 'l.webp' }, { kind: 'code', text: 'm' },
    ]);
  });

  test('addresses are resolved within the guide', () => {
    expect(within('en/functions/risk', '../../img/en-risk.webp')).toBe('img/en-risk.webp');
    expect(within('en/tour', 'roles/director.md')).toBe('en/roles/director.md');
    expect(within('en/tour', '../../../src/x')).toBeNull();
  });
});
