// The pictures of the user guide, from a server with the demo enterprise. usage: node tests/guide/shots.mjs zh|en [name…]
// TONGCHOU_URL names the server, CHROMIUM the browser. Writes docs/guide/img/<language>-<name>.webp, at most 60 kB each.
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';

const [language = 'en', ...wanted] = process.argv.slice(2);
const base = process.env.TONGCHOU_URL ?? 'http://127.0.0.1:8080';
const folder = new URL('../../../docs/guide/img/', import.meta.url).pathname;
const widest = 1120;
const largest = 60_000;

const functions = ['process', 'support', 'strategy', 'risk', 'resource', 'portfolio', 'performance', 'communication', 'knowledge', 'change', 'quality', 'finance', 'procurement', 'conflict', 'hse', 'document', 'training', 'audit', 'culture', 'stakeholder', 'change_control', 'collaboration', 'scope'];
/** A flow that says what is decided. */
async function choose(page) {
  const selects = page.locator('dialog[open] select');
  await selects.nth(0).selectOption('change_request');
  await selects.nth(1).selectOption('approve');
}

const shots = [
  ...functions.map((name) => ({ name, who: 'pmo', path: `/functions/${name}` })),
  { name: 'time', who: 'pm', path: '/projects/{project}/plan', ready: '.plan-row:visible' },
  { name: 'compress', who: 'pm', path: '/projects/{project}/plan?panel=compress', ready: '.compress-step' },
  { name: 'home-director', who: 'pmo', path: '/' },
  { name: 'home-manager', who: 'pm', path: '/' },
  { name: 'home-member', who: 'member', path: '/work' },
  { name: 'home-executive', who: 'exec', path: '/' },
  { name: 'work', who: 'pmo', path: '/work' },
  { name: 'flow', who: 'pmo', path: '/records/flow?create=1', ready: 'dialog[open] .stage-editor', act: choose },
  { name: 'sessions', who: 'pmo', path: '/account' },
].filter((shot) => wanted.length === 0 || wanted.includes(shot.name));

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const studio = await browser.newPage();
const pages = new Map();

async function signedIn(who) {
  if (pages.has(who)) return pages.get(who);
  const context = await browser.newContext({ baseURL: base, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.addInitScript((l) => { localStorage.setItem('tongchou.language', l); localStorage.setItem('tongchou.theme', 'light'); }, language === 'en' ? 'en' : 'zh-CN');
  await page.goto('/');
  await page.locator('input[name=user]').fill(who);
  await page.locator('input[name=password]').fill(process.env.TONGCHOU_PASSWORD ?? 'demo-pass');
  await page.locator('button[type=submit]').click();
  await page.locator('.top').waitFor();
  pages.set(who, page);
  return page;
}

/** Smaller and packed by the browser itself; the best quality that keeps within the bound. */
async function packed(png) {
  for (let quality = 0.86; quality > 0.2; quality -= 0.08) {
    const data = await studio.evaluate(async ([source, width, q]) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const scale = Math.min(1, width / image.width);
      const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(image.width * scale), height: Math.round(image.height * scale) });
      const pen = canvas.getContext('2d');
      pen.imageSmoothingQuality = 'high';
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/webp', q);
    }, [`data:image/png;base64,${png.toString('base64')}`, widest, quality]);
    const bytes = Buffer.from(data.split(',')[1], 'base64');
    if (bytes.length <= largest) return bytes;
  }
  throw new Error('a picture stays above its bound');
}

for (const { name, who, path, ready, act } of shots) {
  const page = await signedIn(who);
  const project = await page.evaluate(async () => (await (await fetch('/api/v1/projects?filter=key+%3D+%22ZHGC%22')).json()).items[0].id);
  await page.goto(path.replace('{project}', project));
  await page.locator(ready ?? 'h1, .work').first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.locator('.report-card .skeleton').waitFor({ state: 'detached' }).catch(() => {});
  await act?.(page);
  await page.waitForTimeout(400);
  const bytes = await packed(await page.screenshot());
  writeFileSync(`${folder}${language}-${name}.webp`, bytes);
  console.log(`${language}-${name}.webp ${bytes.length}`);
}
await browser.close();
