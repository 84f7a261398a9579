// A file dropped on an empty plan, an activity found, dragged with its preview, applied, followed by a second browser,
// taken back. Prints each time against its bar. usage: node plan_journey.mjs ADDRESS PROJECT FILE LANGUAGE
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { signedIn, start } from './page.mjs';

const [address, project, file, language] = process.argv.slice(2);
const previews = 30;
const line = (what, figure, bar) => console.log(`${language.padEnd(6)} ${what.padEnd(40)} ${figure.toFixed(0).padStart(6)} ms  bar ${bar} ms: ${figure <= bar ? 'holds' : 'MISSED'}`);

const browser = await start();

async function open() {
  const page = await signedIn(browser, address, language);
  await page.goto(`/projects/${project}/plan?z=18`);
  return page;
}

/** The file as a drop onto the page; the time until its rows and bars are drawn. */
async function drop(page) {
  const bytes = readFileSync(file).toString('base64');
  return page.evaluate(async ([bytes, name]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
    performance.clearMeasures();
    const began = performance.now();
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    while (performance.getEntriesByName('plan.firstPaint').length === 0 || !document.querySelector('.plan-row:not([hidden])')) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
  }, [bytes, basename(file)]);
}

/** An activity that has not begun and that others wait for. */
const choose = (page) => page.evaluate(async (project) => {
  const { activities, links } = await (await fetch(`/api/v1/projects/${project}/plan`)).json();
  const followed = new Set(links.from);
  const names = activities.name;
  const at = names.findIndex((name, i) => activities.kind[i] === 'task' && activities.percent_complete[i] === 0 && activities.duration[i] >= 2400 && followed.has(i) && names.indexOf(name) === names.lastIndexOf(name) && name.length > 12);
  return { id: activities.id[at], name: names[at] };
}, project);

async function find(page, name) {
  await page.locator('.plan-find input').fill(name);
  await page.locator('.plan-find input').press('Enter');
  const row = page.locator('.plan-row:visible').filter({ hasText: name }).first();
  await row.waitFor();
  return row;
}

async function barOf(page, row) {
  const canvas = await page.locator('.plan-canvas').boundingBox();
  const box = await row.boundingBox();
  const y = box.y + box.height / 2 - 2;
  for (let x = canvas.x + 2; x < canvas.x + canvas.width - 4; x += 3) {
    await page.mouse.move(x, y);
    if (await page.locator('.plan-canvas').evaluate((c) => c.style.cursor) === 'grab') return { x: x + 20, y };
  }
  throw new Error('no bar to drag');
}

/** From the movement of the pointer to the frame after its answer is drawn. */
async function previewed(page, x, y) {
  await page.evaluate(() => {
    const asked = () => performance.getEntriesByType('resource').filter((e) => e.name.includes('dry_run')).length;
    const seen = asked();
    window.drawn = new Promise((resolve) => window.addEventListener('pointermove', () => {
      const began = performance.now();
      const look = () => (asked() > seen ? requestAnimationFrame(() => resolve(performance.now() - began)) : requestAnimationFrame(look));
      look();
    }, { once: true, capture: true }));
  });
  await page.mouse.move(x, y);
  return page.evaluate(() => window.drawn);
}

const first = await open();
await first.locator('.empty, .plan-row:visible').first().waitFor();
line('dropped file drawn', await drop(first), 3000);
await first.locator('dialog button.btn-primary').click();
const activity = await choose(first);
const row = await find(first, activity.name);
const second = await open();
const other = await find(second, activity.name);
const startOf = (of) => of.locator('.plan-col-start');
const before = await startOf(row).innerText();

const bar = await barOf(first, row);
await first.mouse.move(bar.x, bar.y);
await first.mouse.down();
await first.mouse.move(bar.x + 30, bar.y);
const times = [];
for (let k = 0; k < previews; k++) times.push(await previewed(first, bar.x + 60 + (k % 2 === 0 ? 120 : 0) + k * 2, bar.y));
times.sort((a, b) => a - b);
line('preview of a drag, p95', times[Math.floor(previews * 0.95)], 150);

const told = startOf(other).evaluate((cell, before) => new Promise((resolve) => {
  const look = () => (cell.textContent !== before ? resolve(Date.now()) : setTimeout(look, 5));
  look();
}), before);
const released = Date.now();
await first.mouse.up();
line('seen by a second browser', (await told) - released, 1000);
const after = await startOf(row).innerText();
if (after === before || (await startOf(other).innerText()) !== after) throw new Error(`not applied: ${before} → ${after}`);
await first.locator('.plan-left').focus();
await first.keyboard.press('Control+z');
await first.waitForFunction(([id, before]) => document.querySelector(id)?.textContent === before, [`.plan-row[data-row="${await row.getAttribute('data-row')}"] .plan-col-start`, before]);
console.log(`${language.padEnd(6)} ${activity.name}: ${before} → ${after} → ${before}`);
await browser.close();
