import { expect } from '@playwright/test';
import { findings, overflow } from './axe';
import { look, openPlan, signIn, test, type Language, type Theme } from './world';

test('the network diagrams open from the plan, are walked by key, and lead back', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  await openPlan(page);
  await page.getByRole('button', { name: '网络图' }).click();
  await expect(page.locator('.network-event').first()).toBeVisible();
  const works = await page.locator('.network-arrow.network-work').count();
  expect(works).toBeGreaterThan(0);
  await page.locator('.network-scroll').focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.locator('.network-chosen').first()).toBeVisible();
  const name = await page.locator('.plan-panel h2').innerText();
  await page.getByRole('button', { name: '单代号', exact: true }).click();
  await expect(page.locator('.network-node.network-chosen')).toHaveCount(1);
  await page.getByRole('button', { name: '时间参数表' }).click();
  await expect(page.locator('.network-table tbody tr').first()).toBeVisible();
  await page.getByRole('button', { name: '单代号', exact: true }).click();
  await page.getByRole('button', { name: '在横道图中显示' }).click();
  await expect(page.locator('.plan-row:has(.plan-active)')).toContainText(name);
  await page.getByRole('button', { name: '显示', exact: true }).click();
  const answered = page.waitForResponse(/progress_line/);
  await page.getByRole('menuitemcheckbox', { name: '前锋线' }).click();
  expect((await answered).status()).toBe(200);
});

for (const [language, theme] of [['zh-CN', 'light'], ['en', 'dark']] as [Language, Theme][]) {
  test(`the network diagrams pass axe, ${language}, ${theme}`, async ({ watched: page }) => {
    await look(page, language, theme);
    await signIn(page);
    for (const net of ['arrow', 'node', 'table']) {
      await openPlanAt(page, net);
      expect.soft(await findings(page), net).toEqual([]);
      expect.soft(await overflow(page), `${net} overflow`).toBeLessThanOrEqual(0);
      expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(3000);
    }
  });
}

async function openPlanAt(page: Parameters<typeof openPlan>[0], net: string): Promise<void> {
  const project = await openPlan(page);
  await page.goto(`/projects/${project}/plan?net=${net}`);
  await expect(page.locator('.network-note')).toBeVisible();
}
