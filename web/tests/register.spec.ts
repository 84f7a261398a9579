import { expect } from '@playwright/test';
import { look, signIn, test, writableRegister } from './world';

test('a record is created, opened, edited and undone', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  const { record, title: titleField } = await writableRegister(page);
  await page.goto(`/records/${record}`);
  await page.getByRole('button', { name: /^新建/ }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expect(dialog.locator('.field')).not.toHaveCount(0);
  await dialog.locator('button[type=submit]').click();
  await expect(dialog.locator('.field-error').first()).toBeVisible();
  const title = `浏览器测试 ${Date.now()}`;
  await dialog.locator('input[type=text].input').first().fill(title);
  const project = dialog.locator('.ant-select').first();
  if (await project.count()) {
    await project.click();
    // In other projects the manager is a member, who may report but not change.
    await page.keyboard.insertText('智慧工厂');
    await page.locator('.ant-select-item-option').filter({ hasText: '智慧工厂一期' }).first().click();
  }
  await dialog.locator('button[type=submit]').click();
  await expect(page.locator('.record-panel h2')).toHaveText(title);
  await page.locator(`.record-panel [data-field="${titleField}"]`).click();
  await page.locator('.record-panel .cell-edit input').first().fill(`${title} *`);
  await page.keyboard.press('Enter');
  await expect(page.locator('.record-panel h2')).toHaveText(`${title} *`);
  await page.locator('.toast .btn-link').last().click();
  await expect(page.locator('.record-panel h2')).toHaveText(title);
  await page.locator('.record-panel [role=tab]').last().click();
  await expect(page.locator('.history > li').first()).toBeVisible();
});

test('filters are in the address and survive a reload', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  const { record } = await writableRegister(page);
  await page.goto(`/records/${record}`);
  await page.locator('.filter-bar input[type=search]').fill('zz-nothing-has-this');
  await expect(page.locator('.empty')).toBeVisible();
  await expect(page).toHaveURL(/q=zz-nothing/);
  await page.reload();
  await expect(page.locator('.filter-bar input[type=search]')).toHaveValue('zz-nothing-has-this');
});

test('the command palette finds screens and goes there', async ({ watched: page }) => {
  await look(page, 'en', 'dark');
  await signIn(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').fill('Projects');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/projects/);
});

test('language and theme change without a reload', async ({ watched: page }) => {
  await signIn(page);
  await page.getByRole('button', { name: /语言|Language/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('link', { name: 'Projects', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Appearance' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('knowledge is suggested before a request is sent', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page, 'director');
  await page.goto('/records/support_request');
  await page.getByRole('button', { name: /新建/ }).first().click();
  const dialog = page.locator('dialog');
  await dialog.locator('input[type=text], textarea').first().fill('关键设备供应商锁定');
  await expect(dialog.getByText('已有相似经验：')).toBeVisible();
  await expect(dialog.locator('.alike a').first()).toBeVisible();
});
