import { expect } from '@playwright/test';
import { look, people, signIn, test, writableRegister } from './world';

test('own sessions are listed and another one is ended', async ({ watched: page, browser, baseURL }) => {
  await look(page, 'zh-CN', 'light');
  const elsewhere = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await signIn(elsewhere);
  await signIn(page);
  await page.locator('.top-name').click();
  await page.getByRole('menuitem', { name: '登录会话' }).click();
  await expect(page.getByRole('heading', { name: '登录会话' })).toBeVisible();
  await expect(page.getByText('当前会话')).toHaveCount(1);
  const before = await page.locator('tbody tr').count();
  expect(before).toBeGreaterThan(1);
  await page.getByRole('button', { name: '结束', exact: true }).first().click();
  await expect(page.locator('tbody tr')).toHaveCount(before - 1);
  if (before > 2) await page.getByRole('button', { name: '结束其他全部会话' }).click();
  await expect(page.locator('tbody tr')).toHaveCount(1);
  await elsewhere.reload();
  await expect(elsewhere.locator('input[name=user]')).toBeVisible();
});

test('an arrangement of a register is saved, shared, used by somebody else and removed', async ({ watched: page, browser, baseURL }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  const { record } = await writableRegister(page);
  const name = `视图 ${Date.now()}`;
  await page.goto(`/records/${record}?sort=-updated_at&q=zz-view`);
  const views = page.locator('.filter-bar').getByRole('button', { name: '视图' });
  await views.click();
  await page.getByRole('menuitem', { name: '保存当前视图' }).click();
  await page.getByLabel('名称').fill(name);
  await page.getByLabel(/共享给/).check();
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await expect(page.locator('.filter-bar').getByRole('button', { name })).toBeVisible();

  const other = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await look(other, 'zh-CN', 'light');
  await signIn(other, 'director');
  await other.goto(`/records/${record}`);
  await other.locator('.filter-bar').getByRole('button', { name: '视图' }).click();
  await other.getByRole('menuitemcheckbox', { name }).click();
  await expect(other).toHaveURL(/q=zz-view/);
  await expect(other).toHaveURL(/sort=-updated_at/);

  await page.locator('.filter-bar').getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: `删除“${name}”` }).click();
  await page.reload();
  await views.click();
  await expect(page.getByRole('menuitemcheckbox', { name })).toHaveCount(0);
  expect(people.director.user).not.toBe(people.manager.user);
});
