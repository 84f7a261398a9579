import { expect, type Locator } from '@playwright/test';
import type { Field } from '../../src/api/types';

const exact = (label: string): RegExp => new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( \\(.*\\)|（.*）)?( \\*)?\\s*$`);

/** The field of a form that carries this label. */
export const fieldIn = (form: Locator, label: string): Locator => form.locator('.field').filter({ has: form.page().locator('.field-label', { hasText: exact(label) }) });
/** The fact of a record that carries this label. */
export const factIn = (facts: Locator, label: string): Locator => facts.locator('.facts > div').filter({ has: facts.page().locator('dt', { hasText: exact(label) }) });

const dropdown = '.ant-select-dropdown:not(.ant-select-dropdown-hidden)';

/** Types or picks a value as the kind of the field wants it. */
export async function fill(place: Locator, field: Field, value: string): Promise<void> {
  const page = place.page();
  switch (field.kind) {
    case 'choice': await place.locator('select').selectOption({ label: value }); return;
    case 'boolean': await place.locator('input[type=checkbox]').setChecked(value === 'true'); return;
    case 'date': {
      const input = place.locator('.ant-picker input');
      await input.fill(value);
      await input.press('Tab');
      return;
    }
    case 'link': {
      await place.locator('.ant-select').click();
      await page.keyboard.insertText(value);
      await page.locator(`${dropdown} .ant-select-item-option`).filter({ hasText: value }).first().click();
      // Options that arrive late can open the list again: leaving the field closes it.
      await expect(page.locator(dropdown)).toHaveCount(0, { timeout: 3000 }).catch(() => page.keyboard.press('Tab'));
      await expect(page.locator(dropdown)).toHaveCount(0);
      return;
    }
    default: await place.locator('input, textarea').first().fill(value);
  }
}
