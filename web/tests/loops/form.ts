import { expect, type Locator } from '@playwright/test';
import type { Field } from '../../src/api/types';
import { exact } from './player';

/** The field of a form that carries this label. */
export const fieldIn = (form: Locator, label: string): Locator => form.locator('.field').filter({ has: form.page().locator('.field-label', { hasText: exact(label) }) });

/** Types or picks a value as the kind of the field wants it. */
export async function fill(place: Locator, field: Field, value: string): Promise<void> {
  const page = place.page();
  switch (field.kind) {
    case 'choice': await place.locator('select').selectOption({ label: value }); return;
    case 'boolean': await place.locator('input[type=checkbox]').setChecked(value === 'true'); return;
    case 'date': {
      const input = place.locator('.ant-picker input');
      await input.fill(value);
      await input.press('Enter');
      return;
    }
    case 'link': {
      const select = place.locator('.ant-select');
      await select.click();
      await page.keyboard.insertText(value);
      const option = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').filter({ hasText: value });
      await option.first().click();
      await expect(page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')).toHaveCount(0);
      return;
    }
    default: await place.locator('input, textarea').first().fill(value);
  }
}
