import { expect } from '@playwright/test';
import { look, signIn, test } from './world';

test('a server that does not answer is told in words, and the page comes back by itself', async ({ page }) => {
  await look(page, 'en', 'light');
  await signIn(page, 'director');
  await page.route('**/api/v1/**', (route) => route.abort());
  await page.route('**/readyz', (route) => route.abort());
  await page.locator('.side a[href="/projects"]').click();
  await expect(page.locator('.banner-red')).toContainText('The connection to the server is lost', { timeout: 15_000 });
  await expect(page.getByText('Failed to fetch')).toHaveCount(0);
  await page.unroute('**/api/v1/**');
  await page.unroute('**/readyz');
  await expect(page.locator('.banner-red')).toHaveCount(0, { timeout: 15_000 });
  await expect(page.locator('.project-table tbody tr').first()).toBeVisible();
});
