// Compressed size of what the first page loads, against its budget. Run after a build.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = new URL('../dist/', import.meta.url).pathname;
const size = (file) => gzipSync(readFileSync(join(dist, file))).length;
const all = readdirSync(join(dist, 'assets')).map((f) => `assets/${f}`);
const html = readFileSync(join(dist, 'index.html'), 'utf8');
const initial = new Set(all.filter((f) => html.includes(f)));
// Static imports of what is loaded, and the parts every first page asks for.
const pending = [...initial, ...all.filter((f) => /\/(zh|Home|home)-[^/]*\.(js|css)$/.test(f))];
while (pending.length > 0) {
  const file = pending.pop();
  initial.add(file);
  if (!file.endsWith('.js')) continue;
  for (const [, name] of readFileSync(join(dist, file), 'utf8').matchAll(/(?:from|import)"\.\/([^"]+)"/g)) if (!initial.has(`assets/${name}`)) pending.push(`assets/${name}`);
}
let failed = false;
const check = (name, bytes, limit) => { const bad = bytes > limit * 1000; failed ||= bad; console.log(`${bad ? 'FAIL' : 'ok  '} ${name}: ${(bytes / 1000).toFixed(1)} kB gz (at most ${limit})`); };
check('first page, all files', size('index.html') + [...initial].reduce((sum, f) => sum + size(f), 0), 220);
check('plan', all.filter((f) => f.includes('PlanScreen')).reduce((sum, f) => sum + size(f), 0), 60);
for (const file of all.filter((f) => !initial.has(f) && f.endsWith('.js'))) if (size(file) > 60_000) check(file, size(file), 120);
process.exit(failed ? 1 : 0);
