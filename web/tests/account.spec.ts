import { expect } from '@playwright/test';
import { look, people, signIn, test, writableRegister } from './world';

test('own sessions are listed and another one is ended', async ({ watched: page, browser, baseURL }) => {
  await look(page, 'zh-CN', 'light');
  const elsewhere = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await signIn(elsewhere);
  await signIn(page);
  await page.locator('.top-name').click();
  await page.getByRole('menuitem', { name: '我的账户' }).click();
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

test('an administrator opens an account with a one-time password; its owner chooses another one', async ({ watched: page, browser, baseURL }) => {
  const login = `new${Date.now()}`;
  await look(page, 'zh-CN', 'light');
  await signIn(page, 'administrator');
  await page.goto('/records/user?create=1');
  await page.getByLabel('登录名', { exact: false }).first().fill(login);
  await page.getByLabel('姓名', { exact: false }).first().fill('新同事');
  await page.getByLabel('启用', { exact: false }).first().check();
  await page.getByRole('dialog').getByRole('button', { name: '新建' }).click();
  await page.getByRole('button', { name: '发放一次性口令' }).click();
  const password = await page.locator('output.one-time').innerText();
  expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);

  const own = await (await browser.newContext({ baseURL: baseURL! })).newPage();
  await look(own, 'zh-CN', 'light');
  await own.goto('/');
  await own.locator('input[name=user]').fill(login);
  await own.locator('input[name=password]').fill(password);
  await own.locator('button[type=submit]').click();
  await expect(own.getByRole('heading', { name: '设置自己的口令' })).toBeVisible();
  await own.locator('input[name=old]').fill(password);
  await own.locator('input[name=new]').fill(login);
  await own.locator('input[name=again]').fill(login);
  await own.getByRole('button', { name: '修改口令' }).click();
  await expect(own.getByText('口令过于常见或包含登录名')).toBeVisible();
  await own.locator('input[name=new]').fill('grün-und-2-Boote');
  await own.locator('input[name=again]').fill('grün-und-2-Boote');
  await own.getByRole('button', { name: '修改口令' }).click();
  await expect(own.locator('.top-name')).toContainText('新同事');
});
