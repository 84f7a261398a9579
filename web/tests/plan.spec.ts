import { expect, type Page } from '@playwright/test';
import { look, openPlan, signIn, test } from './world';

/** A row of a task whose start can be typed. */
async function taskRow(page: Page): Promise<string> {
  const row = page.locator('.plan-row:not(.plan-summary):visible').filter({ has: page.locator('.plan-col-duration:not(:empty)') }).first();
  await expect(row).toBeVisible();
  return (await row.getAttribute('data-row'))!;
}
const cell = (page: Page, row: string, column: string) => page.locator(`.plan-row[data-row="${row}"] .plan-col-${column}`);

/** Where the bar of a row is, found with the pointer as a person would. */
async function barOf(page: Page, row: string): Promise<{ x0: number; x1: number; y: number }> {
  const canvas = (await page.locator('.plan-canvas').boundingBox())!;
  const box = (await page.locator(`.plan-row[data-row="${row}"]`).boundingBox())!;
  const y = box.y + box.height / 2 - 2;
  let x0 = NaN;
  let x1 = NaN;
  for (let x = canvas.x + 2; x < canvas.x + canvas.width - 4; x += 2) {
    await page.mouse.move(x, y);
    const cursor = await page.locator('.plan-canvas').evaluate((c) => (c as HTMLElement).style.cursor);
    if (cursor === 'grab') { if (Number.isNaN(x0)) x0 = x; x1 = x; }
  }
  expect(x0).not.toBeNaN();
  return { x0, x1, y };
}

test('a bar is dragged with a preview, applied, and undone', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  await openPlan(page, '?z=18');
  const row = await taskRow(page);
  await cell(page, row, 'name').click();
  await page.keyboard.press('g');
  const before = await cell(page, row, 'start').innerText();
  const bar = await barOf(page, row);
  const middle = (bar.x0 + bar.x1) / 2;
  const drag = async () => { await page.mouse.move(middle, bar.y); await page.mouse.down(); for (let k = 1; k <= 7; k++) await page.mouse.move(middle + k * 18, bar.y); };
  await drag();
  await expect(page.locator('.plan-status strong')).toContainText(/移动|没有/);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(cell(page, row, 'start')).toHaveText(before);
  await drag();
  await page.mouse.up();
  await expect(cell(page, row, 'start')).not.toHaveText(before);
  await page.locator('.plan-left').focus();
  await page.keyboard.press('Control+z');
  await expect(cell(page, row, 'start')).toHaveText(before);
});

test('an edit is undone at once, though the server is slow to take it', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  await openPlan(page);
  const row = await taskRow(page);
  await cell(page, row, 'duration').click();
  const before = await cell(page, row, 'duration').innerText();
  const asked: string[] = [];
  page.on('request', (request) => { if (request.method() === 'POST') asked.push(new URL(request.url()).pathname); });
  await page.route(/\/plan\/edits/, async (route) => { await new Promise((done) => setTimeout(done, 800)); await route.continue(); }, { times: 1 });
  await page.keyboard.press('F2');
  await page.locator('.plan-input').fill('13 天');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('已撤销')).toBeVisible();
  await expect(cell(page, row, 'duration')).toHaveText(before);
  expect(asked.filter((path) => /plan\/edits$/.test(path))).toHaveLength(1);
  expect(asked.filter((path) => /undo$/.test(path))).toHaveLength(1);
  // Nothing is left to undo: what was taken back is not taken back again.
  await expect(page.getByRole('button', { name: /^撤销 \(/ })).toBeDisabled();
  await page.reload();
  await expect(cell(page, row, 'duration')).toHaveText(before);
});

test('on a phone the tools take two rows, and each can be reached', async ({ watched: page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await look(page, 'en', 'light');
  await signIn(page);
  await openPlan(page);
  const toolbar = page.locator('.plan-toolbar');
  expect((await toolbar.boundingBox())!.height).toBeLessThan(90);
  for (const name of ['Time scale', 'View', 'More']) {
    const opener = toolbar.getByTitle(name, { exact: true });
    await opener.focus();
    await expect(opener).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('ArrowDown');
    await expect(toolbar.getByRole('menu')).toBeInViewport({ ratio: 1 });
    await page.keyboard.press('Escape');
    await expect(opener).toBeFocused();
  }
});

test('cells are edited by key, refusals stay beside the cell', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  await openPlan(page);
  const row = await taskRow(page);
  await cell(page, row, 'duration').click();
  await page.keyboard.press('F2');
  await expect(page.locator('.plan-input')).toBeFocused();
  const before = await page.locator('.plan-input').inputValue();
  await page.keyboard.type('many');
  await page.keyboard.press('Enter');
  await expect(page.locator('.plan-hint')).toBeVisible();
  await page.locator('.plan-input').fill('13 天');
  await page.keyboard.press('Enter');
  await expect(cell(page, row, 'duration')).toHaveText('13 天');
  await page.locator('.plan-left').focus();
  await page.keyboard.press('Control+z');
  await expect(cell(page, row, 'duration')).toHaveText(before);
});

test('a day further by Alt+arrow, and back', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page);
  await openPlan(page);
  const row = await taskRow(page);
  await cell(page, row, 'duration').click();
  const before = await cell(page, row, 'duration').innerText();
  await page.keyboard.press('Shift+Alt+ArrowRight');
  await expect(cell(page, row, 'duration')).not.toHaveText(before);
  await page.keyboard.press('Control+z');
  await expect(cell(page, row, 'duration')).toHaveText(before);
});

test('folding, finding, the path and the reason of a date', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'dark');
  await signIn(page);
  await openPlan(page);
  const grid = page.locator('.plan-left');
  await grid.focus();
  const all = Number(await grid.getAttribute('aria-rowcount'));
  await page.keyboard.press('1');
  await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeLessThan(all);
  await page.keyboard.press('9');
  await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBe(all);
  await page.keyboard.press('Control+f');
  await expect(page.locator('.plan-find input')).toBeFocused();
  const name = await page.locator('.plan-row:not(.plan-summary):visible .plan-label').first().innerText();
  await page.keyboard.type(name.slice(0, 4));
  await expect(page.locator('.plan-find-count')).not.toHaveText('');
  await page.keyboard.press('Enter');
  await grid.focus();
  await page.keyboard.press('h');
  await expect(page.locator('.plan-toolbar [aria-pressed=true]').first()).toBeVisible();
  await page.keyboard.press('w');
  await expect(page.locator('.why-chain li').first()).toBeVisible();
  await grid.focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('rows say their bar in words', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  await openPlan(page);
  const grid = page.getByRole('treegrid');
  await expect(grid).toHaveAttribute('aria-colcount', /\d+/);
  const words = await page.locator('.plan-row:visible .visually-hidden').allTextContents();
  expect(words.filter((text) => /\d+月\d+日/.test(text)).length).toBeGreaterThan(0);
  expect(words.filter((text) => text === '')).toEqual([]);
});

test('paint and scroll stay within their bars', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  await openPlan(page);
  await page.waitForTimeout(800);
  const paint = await page.evaluate(() => performance.getEntriesByName('plan.firstPaint')[0]?.duration ?? NaN);
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  console.log(`first paint ${paint.toFixed(0)} ms, ${nodes} nodes`);
  expect(nodes).toBeLessThan(3000);
  expect(paint).toBeLessThan(1500);
});
