import { expect, type Browser, type Page } from '@playwright/test';
import { findings } from './axe';
import { look, signIn, test } from './world';

/** A project of the manager, through the interface's own session. */
async function ownProject(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const session = (await (await fetch('/api/v1/session')).json()) as { user: { person: string } };
    const list = (await (await fetch('/api/v1/projects?limit=100')).json()) as { items: { id: string; manager?: string; name?: unknown }[] };
    return (list.items.find((p) => p.manager === session.user.person) ?? list.items[0])!.id;
  });
}

async function secondPage(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await look(page, 'zh-CN', 'light');
  await signIn(page, 'director');
  return page;
}

const step = (page: Page, name: string) => page.locator(`.steps [data-step="${name}"]`);

test('a change request is analysed, submitted, decided in the inbox, and approved', async ({ watched: page, browser, baseURL }) => {
  test.setTimeout(120_000);
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  const project = await ownProject(page);
  const title = `审批测试 ${Date.now()}`;
  const id = await page.evaluate(async ({ project: of, title: called }) => {
    const session = (await (await fetch('/api/v1/session')).json()) as { csrf: string };
    const answer = await fetch('/api/v1/change-requests', { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, 'Idempotency-Key': String(Date.now()) }, body: JSON.stringify({ title: called, project: of, kind: 'scope', reason: '客户要求', cost_change: { minor: 900000, currency: 'CNY' } }) });
    return ((await answer.json()) as { record: { id: string } }).record.id;
  }, { project, title });
  await page.goto(`/records/change_request/${id}`);
  await step(page, 'screen').click();
  await step(page, 'analyse').click();
  await expect(step(page, 'approve')).toHaveText(/提交审批/);
  await step(page, 'approve').click();
  await page.getByRole('dialog').getByRole('button', { name: '提交审批' }).click();
  await expect(page.locator('.running-note')).toBeVisible();
  await page.locator('.running-note button').click();
  await expect(page.locator('.approval-running .stage-now')).toBeVisible();
  expect.soft(await findings(page), 'approvals of a record').toEqual([]);
  await page.goto('/work');
  await expect(page.locator('.requests [data-approval]').filter({ hasText: title })).toBeVisible();

  const director = await secondPage(browser, baseURL!);
  await expect(director.locator('.bell-count')).toBeVisible();
  await director.goto('/work');
  const more = director.locator('.inbox-more');
  await expect(director.locator('.inbox-item').first()).toBeVisible();
  if (await more.count()) await more.click();
  const task = director.locator('.inbox-item').filter({ hasText: title });
  if ((await task.locator('.inbox-body').count()) === 0) await task.locator('.inbox-head').click();
  await expect(task.locator('.evidence-list')).toContainText('客户要求');
  await task.locator('[data-decision=reject]').click();
  await expect(task.locator('.field-error')).toBeVisible();
  expect.soft(await findings(director), 'inbox').toEqual([]);
  await task.locator('textarea').fill('收益大于成本');
  await task.locator('[data-decision=approve]').click();
  await expect(task).toHaveCount(0);
  await director.context().close();

  await page.goto(`/records/change_request/${id}`);
  await expect(page.locator('.steps .chip')).toHaveText('已批准');
  await page.getByRole('tab', { name: '审批' }).click();
  await expect(page.locator('.said-comment')).toHaveText('收益大于成本');
});

test('a running request is withdrawn by who made it', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page);
  const project = await ownProject(page);
  const id = await page.evaluate(async (of) => {
    const session = (await (await fetch('/api/v1/session')).json()) as { csrf: string };
    let version = 0;
    const send = async (path: string, body: unknown) => {
      const answer = await fetch(`/api/v1/change-requests${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': session.csrf, 'Idempotency-Key': `${Date.now()}${Math.random()}`, ...(version ? { 'If-Match': `"${version}"` } : {}) }, body: JSON.stringify(body) });
      const written = (await answer.json()) as { record: { id: string; version: number } };
      version = written.record.version;
      return written.record.id;
    };
    const made = await send('', { title: 'To be withdrawn', project: of, kind: 'cost', reason: 'Trial' });
    for (const verb of ['screen', 'analyse']) await send(`/${made}/actions/${verb}`, {});
    return made;
  }, project);
  await page.goto(`/records/change_request/${id}`);
  await step(page, 'approve').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Submit for approval' }).click();
  await page.locator('.running-note button').click();
  await page.locator('.approval-running').getByRole('button', { name: 'Withdraw' }).click();
  await page.getByRole('dialog').locator('textarea').fill('Not needed after all');
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await expect(page.locator('.approval-head .chip').first()).toHaveText('Withdrawn');
});
