// How the plan view paints and scrolls in a real browser, against its bars. usage: node plan_view.mjs ADDRESS PROJECT
// Scrolls as a wheel does, a step with every frame, and takes the time from frame to frame; the median of five runs.
import { signedIn, start } from './page.mjs';

const [address, project] = process.argv.slice(2);
const runs = 5, frames = 240, step = 90;
const large = 50_000;

/** In the page: frame times while the plan scrolls, and what its own painting took. */
async function scroll([frames, step]) {
  const scroller = document.querySelector('.plan-scroll');
  scroller.scrollTop = 0;
  await new Promise((resolve) => setTimeout(resolve, 300));
  const times = [];
  let before = await new Promise(requestAnimationFrame);
  for (let frame = 0; frame < frames; frame++) {
    scroller.scrollTop += step;
    const now = await new Promise(requestAnimationFrame);
    times.push(now - before);
    before = now;
  }
  times.sort((a, b) => a - b);
  return { p50: times[frames >> 1], p95: times[Math.floor(frames * 0.95)], max: times[frames - 1] };
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const line = (what, figure, bar, unit) => console.log(`${what.padEnd(34)} ${figure.toFixed(1).padStart(8)} ${unit}  bar ${bar} ${unit}: ${figure <= bar ? 'holds' : 'MISSED'}`);

const browser = await start();
const page = await signedIn(browser, address);

const paints = [], scrolls = [];
let rows = 0;
for (let run = 0; run < runs; run++) {
  await page.goto(`/projects/${project}/plan`);
  await page.waitForFunction(() => performance.getEntriesByName('plan.firstPaint').length > 0, null, { timeout: 120_000 });
  paints.push(await page.evaluate(() => performance.getEntriesByName('plan.firstPaint')[0].duration));
  rows = Number(await page.locator('.plan-left').getAttribute('aria-rowcount')) - 1;
  scrolls.push(await page.evaluate(scroll, [frames, step]));
}
const heap = await page.evaluate(() => { globalThis.gc?.(); return performance.memory.usedJSHeapSize / 1e6; });
const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
await browser.close();

console.log(`${rows} rows`);
const many = rows >= large;
line('first paint after data', median(paints), many ? 1500 : 300, 'ms');
line('frame while scrolling, p95', median(scrolls.map((s) => s.p95)), many ? 34 : 17, 'ms');
if (!many) line('frame while scrolling, longest', median(scrolls.map((s) => s.max)), 50, 'ms');
line('heap', heap, many ? 250 : 60, 'MB');
line('DOM nodes', nodes, 3000, '  ');
