import { expect, type Page } from '@playwright/test';
import { findings } from './axe';
import { look, openPlan, signIn, test } from './world';

/** Narrow enough that the column of people is in sight. */
const columns = '?cols=number,name,duration,finish,percent,resources';
const cell = (page: Page, row: string, column: string) => page.locator(`.plan-row[data-row="${row}"] .plan-col-${column}`);
const staff = (page: Page) => page.locator('.staff');
const figure = (page: Page, name: string) => staff(page).getByRole('textbox', { name });

/** A row with one person on it and nothing done yet. */
async function staffedRow(page: Page): Promise<string> {
  await expect(page.locator('.plan-row:visible').first()).toBeVisible();
  const row = page.locator('.plan-row:not(.plan-summary):visible')
    .filter({ has: page.locator('.plan-col-resources', { hasText: /^[^;[]+$/ }) }).filter({ has: page.locator('.plan-col-percent', { hasText: /^0%$/ }) }).first();
  await expect(row).toBeVisible();
  return (await row.getAttribute('data-row'))!;
}
const hours = async (page: Page, name: string) => Number((await figure(page, name).inputValue()).replace(/[^\d.]/g, ''));

test('half the units, twice the time: tried out, applied, told as MS Project writes it, taken back', async ({ watched: page }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  await openPlan(page, columns);
  const row = await staffedRow(page);
  const name = await cell(page, row, 'resources').innerText();
  const [duration, finish] = [await cell(page, row, 'duration').innerText(), await cell(page, row, 'finish').innerText()];
  await cell(page, row, 'resources').click();
  await page.keyboard.press(' ');
  const units = figure(page, `${name}的投入比例`);
  await units.fill('50');
  await expect(page.locator('.plan-status strong')).toContainText(/移动|没有/);
  await expect(cell(page, row, 'finish')).not.toHaveText(finish);
  await units.press('Escape');
  await expect(cell(page, row, 'finish')).toHaveText(finish);
  await expect(units).toHaveValue('100%');
  await units.fill('50');
  await units.press('Enter');
  await expect(cell(page, row, 'resources')).toHaveText(`${name}[50%]`);
  await expect(cell(page, row, 'duration')).toHaveText(`${Number(duration.replace(/[^\d.]/g, '')) * 2} 天`);
  await page.locator('.plan-left').focus();
  await page.keyboard.press('Control+z');
  await expect(cell(page, row, 'resources')).toHaveText(name);
  await expect(cell(page, row, 'finish')).toHaveText(finish);
});

test('somebody is found by name, added, and removed; what cannot be is said', async ({ watched: page }) => {
  await look(page, 'en', 'dark');
  await signIn(page);
  await openPlan(page, columns);
  const row = await staffedRow(page);
  const before = await cell(page, row, 'resources').innerText();
  await cell(page, row, 'resources').click();
  await page.keyboard.press(' ');
  await staff(page).getByRole('combobox', { name: 'Add by name' }).focus();
  const offer = page.getByRole('option').first();
  await expect(offer).toBeVisible();
  const added = await offer.locator('span').innerText();
  expect(await findings(page), 'people of an activity').toEqual([]);
  await page.keyboard.press('Enter');
  await expect(cell(page, row, 'resources')).toHaveText(`${before}; ${added}`);
  await figure(page, `Units of ${added}`).fill('0');
  await figure(page, `Units of ${added}`).press('Enter');
  await expect(staff(page).getByRole('alert')).toContainText('more than 0 %');
  await figure(page, `Units of ${added}`).press('Escape');
  const work = await hours(page, `Work of ${added}`);
  await figure(page, `Work of ${added}`).fill(String(work / 2));
  await figure(page, `Work of ${added}`).press('Enter');
  await expect.poll(() => hours(page, `Work of ${added}`)).toBe(work / 2);
  await staff(page).getByRole('button', { name: `Remove ${added}` }).click();
  await expect(cell(page, row, 'resources')).toHaveText(before);
});

test('the cell takes names and units as text; another screen follows; an unknown name is refused', async ({ watched: page, browser, baseURL }) => {
  await look(page, 'zh-CN', 'light');
  await signIn(page);
  const project = await openPlan(page, columns);
  const row = await staffedRow(page);
  const before = await cell(page, row, 'resources').innerText();
  const second = await browser.newPage({ ...(baseURL ? { baseURL } : {}) });
  await signIn(second, 'director');
  await second.goto(`/projects/${project}/plan${columns}`);
  await expect(cell(second, row, 'resources')).toHaveText(before);
  const type = async (text: string) => {
    await cell(page, row, 'resources').click();
    await page.keyboard.press('F2');
    await page.locator('.plan-input').fill(text);
    await page.keyboard.press('Enter');
  };
  await type('查无此人[50%]');
  await expect(page.locator('.plan-hint')).toContainText('查无此人');
  await page.keyboard.press('Escape');
  await type(`${before}[25%]`);
  await expect(cell(page, row, 'resources')).toHaveText(`${before}[25%]`);
  await expect(cell(second, row, 'resources')).toHaveText(`${before}[25%]`, { timeout: 15_000 });
  await second.close();
  await page.locator('.plan-left').focus();
  await page.keyboard.press('Control+z');
  await expect(cell(page, row, 'resources')).toHaveText(before);
});

test('the status date is set in the status line and taken back', async ({ watched: page }) => {
  await look(page, 'en', 'light');
  await signIn(page);
  await openPlan(page);
  const line = page.locator('.plan-status-date');
  const before = await line.innerText();
  await line.click();
  const input = page.getByRole('dialog').getByRole('textbox', { name: 'Status date' });
  await input.fill('2026-09-30');
  await input.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Set', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(line).toContainText('Status date');
  await expect(line).not.toHaveText(before);
  await page.locator('.plan-left').focus();
  await page.keyboard.press('Control+z');
  await expect(line).toHaveText(before);
});
