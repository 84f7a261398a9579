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
      const views = await page.locator('.rail [data-view]').evaluateAll((list) => list.map((one) => one.getAttribute('data-view')));
      expect.soft(fn.reports.filter((r) => !views.includes(r)), fn.name).toEqual([]);
      // Opened on its picture; what is not asked for is not computed.
      expect.soft(await page.locator('[data-report], .risk-card').count(), fn.name).toBeLessThanOrEqual(2);
      expect.soft(await overflow(page), `${fn.name} overflow`).toBeLessThanOrEqual(0);
      const missing = await page.evaluate(() => [...document.body.innerText.matchAll(/\b(common|shell|record|register|home|section|report|approval|notice|finding)\.[a-z]+(\.[a-zA-Z]+)*\b/g)].map((m) => m[0]));
      expect.soft(missing, `${fn.name} missing texts`).toEqual([]);
    }
  });
}

for (const [part, language] of [[0, 'zh-CN'], [1, 'en']] as [number, Language][]) {
  test(`every report opens from the list of its function, ${language}`, async ({ watched: page }) => {
    test.setTimeout(360_000);
    await look(page, language, 'light');
    await signIn(page, 'director');
    const functions = await functionsOf(page);
    expect(functions.flatMap((fn) => fn.reports).length).toBeGreaterThan(100);
    // Half of the functions in each language: the texts of both are checked by the unit tests.
    for (const fn of functions.filter((_, k) => k % 2 === part)) {
      await page.goto(`/functions/${fn.name}`);
      for (const report of fn.reports) {
        const entry = page.locator(`.rail [data-view="${report}"]`);
        await entry.click();
        await expect(page).toHaveURL(new RegExp(`reports/${report.replace('.', '\\.')}`));
        await expect(entry).toHaveAttribute('aria-current', 'page');
        await expect(page.locator(`[data-report="${report}"]`).first()).toBeVisible();
        await expect(page.locator('.report-card .skeleton, .report-card .working')).toHaveCount(0, { timeout: 20_000 });
        await expect.soft(page.locator('[role=alert]'), report).toHaveCount(0);
        expect.soft(await overflow(page), `${report} overflow`).toBeLessThanOrEqual(0);
      }
    }
  });
}

test('one report is computed at a time, and what is put on the overview stays there', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page, 'director');
  const asked: string[] = [];
  page.on('request', (request) => { const report = /reports\/(risk\.[a-z_]+)/.exec(request.url()); if (report && request.resourceType() === 'fetch') asked.push(report[1]!); });
  await page.goto('/functions/risk');
  await expect(page.locator('.risk-grid')).toBeVisible();
  await page.locator('.function-project').selectOption({ index: 1 });
  await expect(page).toHaveURL(/project=/);
  await settled(page);
  expect(asked).toEqual([]);
  await page.locator('.rail [data-view="risk.tornado"]').click();
  await expect(page).toHaveURL(/reports\/risk\.tornado\?project=/);
  await expect(page.locator('[data-report="risk.tornado"]').first()).toBeVisible();
  expect([...new Set(asked)]).toEqual(['risk.tornado']);
  await page.goto('/reports/risk.ageing');
  await page.getByRole('button', { name: 'Show on overview' }).click();
  await page.goto('/functions/risk');
  await expect(page.locator('[data-report="risk.ageing"]')).toBeVisible();
  await page.goto('/reports/risk.ageing');
  await page.getByRole('button', { name: 'On overview' }).click();
  await page.goto('/functions/risk');
  await expect(page.locator('.risk-grid')).toBeVisible();
  await expect(page.locator('[data-report="risk.ageing"]')).toHaveCount(0);
});

test('a long computation tells how far it is and is stopped', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page, 'director');
  let stopped = false;
  await page.route('**/api/v1/reports/risk.s_curve*', (route) => route.fulfill({ status: 202, json: { job: 'J1', address: '/api/v1/jobs/J1' } }));
  await page.route('**/api/v1/jobs/J1', (route) => {
    if (route.request().method() === 'DELETE') { stopped = true; return route.fulfill({ status: 204 }); }
    return route.fulfill({ json: { id: 'J1', state: 'running', progress: 0.42, phase: null, status: null, result: null } });
  });
  await page.goto('/reports/risk.s_curve');
  await expect(page.getByText('Computing, 42% done')).toBeVisible();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Compute again' })).toBeVisible();
  await expect.poll(() => stopped).toBe(true);
});

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
  const palette = page.getByRole('dialog');  // The home has boxes to choose from, too.
  await palette.getByRole('combobox').fill('Risk');
  await palette.getByRole('option').filter({ hasText: 'Function' }).first().click();
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
