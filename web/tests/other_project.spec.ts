import { expect } from '@playwright/test';
import { look, openPlan, signIn, test } from './world';

test('a predecessor in another project: linked by name, explained, and taken out again', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page, 'director');
  await openPlan(page);
  const last = page.locator('.plan-row:not(.plan-summary):not(.plan-external):visible').filter({ has: page.locator('.plan-col-duration:not(:empty)') }).last();
  await expect(last).toBeVisible();
  const leaf = page.locator(`.plan-row[data-row="${await last.getAttribute('data-row')}"]`);
  await leaf.locator('.plan-col-duration').click();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: '前置活动在其他项目…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('项目').first().selectOption({ index: 1 });
  const activities = dialog.getByLabel('前置活动');
  await expect(activities.locator('option').nth(2)).toBeAttached();
  await activities.selectOption({ index: 2 });
  const other = (await activities.locator('option').nth(2).innerText()).split(' · ')[0]!;
  await dialog.getByRole('button', { name: '建立依赖' }).click();
  await expect(dialog).toHaveCount(0);
  const links = page.locator('.link-list').first();
  const made = links.locator('li').filter({ hasText: other }).last();
  await expect(made).toContainText('FS');
  // The row of the other project: told apart, not editable.
  await made.getByRole('button').first().click();
  const row = page.locator('.plan-row.plan-external');
  await expect(row.filter({ hasText: other })).toBeVisible();
  await expect(page.getByText('限制与期限')).toHaveCount(0);
  await page.locator('.plan-left').focus();
  await page.keyboard.press('w');
  await expect(page.locator('.why-chain')).toContainText('日期由其他项目给出');
  await page.keyboard.press('Escape');
  await leaf.locator('.plan-col-duration').click();
  await page.keyboard.press('Space');
  await links.locator('li').filter({ hasText: other }).last().getByRole('button').last().click();
  await expect(row.filter({ hasText: other })).toBeHidden();
});
