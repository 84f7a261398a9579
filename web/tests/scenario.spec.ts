import { expect, type Page } from '@playwright/test';
import { look, openPlan, signIn, test } from './world';

const bar = (page: Page) => page.locator('.scenario-bar');
const menu = (page: Page, name: string) => page.locator('.plan-toolbar').getByRole('button', { name });

async function leafRow(page: Page): Promise<string> {
  const row = page.locator('.plan-row:not(.plan-summary):visible').filter({ has: page.locator('.plan-col-duration:not(:empty)') }).first();
  await expect(row).toBeVisible();
  return (await row.getAttribute('data-row'))!;
}
const duration = (page: Page, row: string) => page.locator(`.plan-row[data-row="${row}"] .plan-col-duration`);

async function make(page: Page, words: { menu: string; make: string; name: string; create: string }, title: string): Promise<void> {
  await page.locator('.plan-toolbar .menu > button').filter({ hasText: words.menu }).click();
  await page.getByRole('menuitem', { name: words.make }).click();
  await page.getByLabel(words.name).fill(title);
  await page.getByRole('button', { name: words.create, exact: true }).click();
  await expect(bar(page)).toContainText(title);
}

async function lengthen(page: Page, row: string, text: string): Promise<void> {
  await duration(page, row).click();
  await page.keyboard.press('F2');
  await page.locator('.plan-input').fill(text);
  await page.keyboard.press('Enter');
}

test('a scenario is made, changed, applied to the plan, and the plan is put back', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  await openPlan(page);
  const row = await leafRow(page);
  const before = await duration(page, row).innerText();
  await make(page, { menu: '方案', make: '新建方案', name: '方案名称', create: '新建' }, '多给两周');
  await expect(bar(page).getByRole('button', { name: '采用' })).toBeDisabled();
  await lengthen(page, row, '23 天');
  await expect(duration(page, row)).toHaveText('23 天');
  await expect(bar(page)).toContainText('1 处修改');
  // The plan itself stands as it was.
  await bar(page).getByRole('button', { name: '回到计划' }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(duration(page, row)).toHaveText(before);
  await menu(page, '方案').click();
  await page.getByRole('menuitem', { name: '多给两周' }).or(page.getByRole('menuitemcheckbox', { name: '多给两周' })).or(page.getByRole('menuitemradio', { name: '多给两周' })).click();
  await bar(page).getByRole('button', { name: '采用' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('status')).toContainText(/移动|没有活动移动/);
  await dialog.getByRole('button', { name: '采用' }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(duration(page, row)).toHaveText('23 天');
  // Taken back, the plan stands as before and the scenario is open again.
  await page.locator('.toast').getByRole('button', { name: '撤销' }).click();
  await expect(duration(page, row)).toHaveText(before);
  await menu(page, '方案').click();
  await expect(page.getByRole('menu')).toContainText('多给两周');
});

test('a scenario is discarded, its changes with it; side by side they are a table', async ({ watched: page }) => {
  await look(page, 'en', 'dark');
  await signIn(page);
  const project = await openPlan(page);
  const row = await leafRow(page);
  const before = await duration(page, row).innerText();
  await make(page, { menu: 'Scenarios', make: 'New scenario', name: 'Name', create: 'Create' }, 'Slow start');
  await lengthen(page, row, '31 d');
  await expect(bar(page)).toContainText('Edits: 1');
  await page.goto(`/reports/time.scenarios?project=${project}`);
  await expect(page.getByRole('cell', { name: 'Slow start' }).first()).toBeVisible();
  await page.goBack();
  await bar(page).getByRole('button', { name: 'Discard' }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(duration(page, row)).toHaveText(before);
});
