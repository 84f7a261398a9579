import { expect } from '@playwright/test';
import { look, signIn, test } from './world';

const title = 'Imported by the browser';

test('a register goes out as a file and comes in again, errors first', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page);
  await page.goto('/records/risk');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  for (const kind of ['CSV', 'Excel (XLSX)', 'PDF']) await expect(page.getByRole('menuitem', { name: kind })).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Excel (XLSX)' }).click();
  const file = await (await waiting).path();

  await page.getByRole('button', { name: 'Import (CSV, Excel)' }).click();
  const input = page.locator('dialog input[type=file]');
  await input.setInputFiles({ name: 'same.xlsx', mimeType: '', buffer: await (await import('node:fs/promises')).readFile(file) });
  await expect(page.getByText('There is nothing to write.')).toBeVisible();

  const rows = (last: string) => Buffer.from(`Title,Project,Kind,Due,Colour\n${title},智慧工厂一期,Threat,2026-12-24,\n${last}`, 'utf8');
  await input.setInputFiles({ name: 'bad.csv', mimeType: 'text/csv', buffer: rows(',nowhere,neither,soon,red') });
  await expect(page.getByText('4 errors. Nothing has been written')).toBeVisible();
  await expect(page.locator('dialog tbody tr').first()).toContainText('nowhere');
  await expect(page.getByText('passed over: Colour')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Import 1 rows' })).toBeDisabled();

  await input.setInputFiles({ name: 'good.csv', mimeType: 'text/csv', buffer: rows('') });
  await page.getByRole('button', { name: 'Import 1 rows' }).click();
  await expect(page.getByText('Imported: 1 new, 0 changed, 0 unchanged')).toBeVisible();
  await page.locator('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText(title).first()).toBeVisible();
});

test('the portfolio on a page and as slides', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page, 'director');
  await expect(page.getByRole('link', { name: 'Status pack (PPTX)' })).toBeVisible();
  for (const [format, head] of [['pdf', '%PDF'], ['pptx', 'PK']] as const) {
    const answer = await page.request.get(`/api/v1/one-pager?format=${format}`);
    expect(answer.status()).toBe(200);
    expect((await answer.body()).subarray(0, head.length).toString()).toBe(head);
  }
});
