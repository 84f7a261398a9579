import { expect, type Page } from '@playwright/test';
import { findings, overflow } from './axe';
import { look, signIn, test, type Language } from './world';

// Walks over every page, two files at a time on two cores.
test.describe.configure({ timeout: 180_000 });

interface Declared { name: string; reports: string[]; records: number }
const services = ['identity', 'notice', 'approval', 'exchange', 'project'];

async function functionsOf(page: Page): Promise<Declared[]> {
  const all = await page.evaluate(async () => {
    const schema = (await (await fetch('/api/v1/schema')).json()) as { functions: { name: string; records: unknown[]; reports: { name: string }[] }[] };
    return schema.functions.map((f) => ({ name: f.name, reports: f.reports.map((r) => r.name), records: f.records.length }));
  });
  return all.filter((f) => !services.includes(f.name) && f.records + f.reports.length > 0);
}

/** Every picture has come to an end: drawn, empty with a sentence, or refused with its reason. */
async function settled(page: Page): Promise<void> {
  await expect(page.locator('.report-card .skeleton, .register .skeleton')).toHaveCount(0);
}

for (const language of ['zh-CN', 'en'] as Language[]) {
  test(`every function has its page, ${language}`, async ({ watched: page }) => {
    test.setTimeout(120_000);
    await look(page, language, 'light');
    await signIn(page, 'director');
    const functions = await functionsOf(page);
    expect(functions.length).toBeGreaterThan(2);
    for (const fn of functions) {
      await page.goto(`/functions/${fn.name}`);
      await expect(page.locator('h1')).toBeVisible();
      await settled(page);
      await expect(page.locator('[role=alert]'), fn.name).toHaveCount(0);
      const cards = await page.locator('[data-report]').evaluateAll((list) => list.map((card) => card.getAttribute('data-report')));
      expect.soft(cards, fn.name).toEqual(fn.reports.filter((r) => r !== 'risk.matrix'));
      expect.soft(await overflow(page), `${fn.name} overflow`).toBeLessThanOrEqual(0);
      const missing = await page.evaluate(() => [...document.body.innerText.matchAll(/\b(common|shell|record|register|home|section|report|approval|notice|finding)\.[a-z]+(\.[a-zA-Z]+)*\b/g)].map((m) => m[0]));
      expect.soft(missing, `${fn.name} missing texts`).toEqual([]);
    }
  });
}

test('function pages pass axe, light and dark', async ({ watched: page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'director');
  const names = (await functionsOf(page)).map((f) => f.name);
  const sample = ['process', 'scope', 'stakeholder', 'hse', 'collaboration', 'communication', 'audit', 'quality'].filter((n) => names.includes(n));
  for (const theme of ['light', 'dark']) {
    await page.evaluate((t) => localStorage.setItem('tongchou.theme', t), theme);
    for (const route of [...sample.map((n) => `/functions/${n}`), '/governance']) {
      await page.goto(route);
      await expect(page.locator('h1')).toBeVisible();
      await settled(page);
      expect.soft(await findings(page), `${route} ${theme}`).toEqual([]);
    }
  }
});

test('a picture is shown as its table and exported', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page, 'director');
  await page.goto('/functions/audit');
  const card = page.locator('[data-report="audit.live_tests"]');
  await expect(card.locator('.bars')).toBeVisible();
  await card.getByRole('button', { name: 'Show as a table' }).click();
  await expect(card.locator('table')).toBeVisible();
  await card.getByRole('button', { name: 'Export', exact: true }).click();
  const file = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'CSV' }).click()]);
  expect(file[0].suggestedFilename()).toBe('audit.live_tests.csv');
});

test('the command palette opens a function', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page, 'director');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('Risk');
  await page.getByRole('option').filter({ hasText: 'Function' }).first().click();
  await expect(page).toHaveURL(/functions\/risk/);
  await expect(page.locator('.risk-grid')).toBeVisible();
});

for (const language of ['zh-CN', 'en'] as Language[]) {
  test(`the guide opens at what is on the screen, ${language}`, async ({ watched: page }) => {
    await look(page, language, 'light');
    await signIn(page, 'director');
    await page.goto('/functions/risk');
    await expect(page.locator('h1')).toBeVisible();
    await page.locator('h1').click();
    await page.keyboard.press('?');
    await expect(page).toHaveURL(/guide\/functions\/risk/);
    const picture = page.locator('.guide img').first();
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(800);
    await page.locator('.guide .panel-kind a').click();
    await page.locator('.guide a[href="/guide/tour"]').click();
    await expect(page.locator('.guide h1')).toHaveText(language === 'en' ? 'A month of PMO life in ten minutes' : '十分钟走完 PMO 的一个月');
    await page.locator('.top a[href="/guide"]').click();
    await page.locator('.guide a[href="/guide/functions/hse"]').click();
    await page.locator('.guide-open a').click();
    await expect(page).toHaveURL(/functions\/hse$/);
  });
}
